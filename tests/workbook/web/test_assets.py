"""Files are served under an address that changes with them, compressed once."""

import gzip
import re
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from workbook.web.assets import MissingAssetsError, read_assets, serve_assets
from workbook.web.headers import with_headers

STATIC = Path(__file__).parents[3] / "workbook/static"
OWN_CSS = "css/workbook.css"


def client() -> TestClient[Litestar]:
    app = Litestar([serve_assets(read_assets(STATIC))], openapi_config=None)
    return TestClient(with_headers(app, secure=True))  # type: ignore[type-var]


def test_says_how_to_bring_the_files_when_they_are_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingAssetsError, match="hatch_build"):
        read_assets(tmp_path)


def test_stamped_files_are_kept_for_ever() -> None:
    prefix = read_assets(STATIC).prefix
    with client() as browser:
        answer = browser.get(f"{prefix}/{OWN_CSS}")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/css")
    assert answer.headers["content-encoding"] == "gzip"


def test_another_releases_stamp_still_gets_a_dressed_page() -> None:
    with client() as browser:
        answer = browser.get(f"/static/0123456789abcdef/{OWN_CSS}")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")


def test_the_stamp_changes_with_any_file(tmp_path: Path) -> None:
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor/STAMP").write_text("x")
    (tmp_path / "a.css").write_text("a")
    first = read_assets(tmp_path).prefix
    (tmp_path / "a.css").write_text("b")
    assert read_assets(tmp_path).prefix != first


@pytest.mark.parametrize(
    "path",
    ["vendor/STAMP", "../web/assets.py", "%2e%2e/web/assets.py", "css/none.css", "/etc/passwd"],
)
def test_serves_nothing_but_the_listed_files(path: str) -> None:
    prefix = read_assets(STATIC).prefix
    with client() as browser:
        assert browser.get(f"{prefix}/{path}").status_code == 404


def test_the_design_system_brings_neither_typeface_nor_crown() -> None:
    vendor = STATIC / "vendor"
    for path in vendor.iterdir():
        assert not re.search("GDS Transport|@font-face|crest|crown__|url\\(", path.read_text())
    assert sorted(path.name for path in vendor.iterdir()) == [
        "NOTICES.txt",
        "STAMP",
        "govuk-frontend.min.css",
    ]


def test_a_cold_page_stays_within_its_weight() -> None:
    files = read_assets(STATIC).files
    weight = {name: len(gzip.compress(each.body, 4, mtime=0)) for name, each in files.items()}
    script = sum(size for name, size in weight.items() if name.endswith(".js"))
    assert script <= 15_000
    assert sum(weight.values()) <= 60_000  # 80 kB in all leaves 20 kB to the page itself
    assert len(files) <= 11


def test_our_own_stylesheet_loads_nothing() -> None:
    css = read_assets(STATIC).files[OWN_CSS].body.decode()
    assert "url(" not in css
    assert "@import" not in css
    assert "moj-" not in css
    assert css.count("{") == css.count("}")
