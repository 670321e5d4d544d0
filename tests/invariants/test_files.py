"""How the house is kept: sizes, names, and words that stand for a reason."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("modules", "workbook", "supervision", "exports")
SOURCES = [
    path
    for package in (*PACKAGES, "tests", "migrations", "frontend")
    for path in (ROOT / package).rglob("*.py")
    if "node_modules" not in path.parts
]
BANNED = {
    "utils", "helpers", "common", "core", "misc", "manager", "base", "data", "types", "models",
}  # fmt: skip
FEATURE = {"tables", "rules", "queries", "service", "forms", "pages"}


def test_no_file_is_longer_than_can_be_kept_in_mind() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {len(path.read_text().splitlines())} lines"
        for path in SOURCES
        if len(path.read_text().splitlines()) > 500
    ]

    assert long == []


def test_nine_files_in_ten_are_short() -> None:
    lengths = sorted(
        len(path.read_text().splitlines())
        for path in SOURCES
        if path.relative_to(ROOT).parts[0] in PACKAGES and path.stat().st_size
    )

    assert lengths[int(len(lengths) * 0.9)] <= 300


def test_nine_functions_in_ten_are_short() -> None:
    lengths = sorted(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in SOURCES
        if path.relative_to(ROOT).parts[0] in PACKAGES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )

    assert lengths[int(len(lengths) * 0.9)] <= 30


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [str(p.relative_to(ROOT)) for p in SOURCES if p.stem in BANNED] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.read_text().strip() and ast.get_docstring(ast.parse(path.read_text())) is None
    ]

    assert silent == []


def test_only_the_clock_reads_the_clock() -> None:
    """A rule that reads the clock gives another answer tomorrow, and no test can tell."""
    readers = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.relative_to(ROOT).parts[0] in PACKAGES
        and path.stem in {"rules", "queries", "service"} | {"policy"}
        and re.search(r"\butc_now\(|\bdatetime\.now\(|\bdate\.today\(", path.read_text())
    ]

    assert readers == []


def test_no_work_is_left_for_later() -> None:
    left = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in SOURCES
        if path.name != "test_files.py"
        for line in path.read_text().splitlines()
        if re.search(r"\b(TODO|FIXME|XXX|NotImplementedError)\b", line)
    ]

    assert left == []


def test_decisions_are_numbered_once() -> None:
    numbers = [path.name[:4] for path in sorted((ROOT / "docs/decisions").glob("*.md"))]

    assert numbers == [f"{n:04d}" for n in range(1, len(numbers) + 1)]


def test_every_setting_is_explained() -> None:
    from workbook.settings import PREFIX, Settings  # noqa: PLC0415 -- only this rule needs it

    explained = (ROOT / "docs/running.md").read_text()

    assert [
        name for name in Settings.__struct_fields__ if PREFIX + name.upper() not in explained
    ] == []


def test_every_word_of_the_glossary_is_used_in_the_code() -> None:
    words = re.findall(r"^\| `([a-z_]+)`", (ROOT / "docs/glossary.md").read_text(), re.MULTILINE)
    code = "\n".join(
        path.read_text() for path in SOURCES if path.relative_to(ROOT).parts[0] in PACKAGES
    ).lower()

    assert len(words) >= 30
    assert [word for word in words if word not in code] == []


def test_every_place_in_the_one_minute_table_exists() -> None:
    table = (ROOT / "docs/where.md").read_text()
    named = re.findall(r"`([a-z_]+/[a-z_/.0-9]+)`", table)

    assert len(named) >= 15
    assert [name for name in named if not (ROOT / name).exists()] == []
