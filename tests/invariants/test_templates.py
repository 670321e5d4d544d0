"""Every template compiles, extends the layout, and writes no script or style of its own."""

import re
from pathlib import Path

import pytest

from workbook.site import TEMPLATES
from workbook.web.templates import build_environment

PAGES = sorted(
    (name, path) for name, folder in TEMPLATES.items() for path in folder.rglob("*.html")
)
ENVIRONMENT = build_environment(TEMPLATES)


@pytest.mark.parametrize(
    ("package", "path"), PAGES, ids=lambda value: getattr(value, "name", value)
)
def test_a_template_compiles_and_keeps_the_rules(package: str, path: Path) -> None:
    source = path.read_text()
    name = f"{package}/{path.relative_to(TEMPLATES[package]).as_posix()}"

    ENVIRONMENT.get_template(name)
    assert "| safe" not in source
    assert "|safe" not in source
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=", source)


def test_every_page_extends_the_layout() -> None:
    strays = [
        str(path)
        for _, path in PAGES
        if "{% macro" not in path.read_text()
        and path.name != "layout.html"
        and "{% extends " not in path.read_text()
    ]

    assert strays == []
