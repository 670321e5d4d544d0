"""Every part and every kind of question, as HTML a browser and a screen reader can rely on."""

import itertools
import re
from collections import Counter
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from jinja2 import UndefinedError

from tests.workbook.web.gallery import pages
from workbook.web.forms import Problem
from workbook.web.frame import Frame
from workbook.web.templates import build_environment

ROOT = Path(__file__).parents[3]
TEMPLATE_FOLDERS = (
    ROOT / "workbook/templates",
    ROOT / "supervision/templates",
    ROOT / "exports/templates",
)
CONTROLS = {"input", "select", "textarea"}
PAGES = {
    "show": pages.render_show(),
    "record": pages.render_record(),
    "record again": pages.render_record((Problem("q-many", "Choose at least one"),)),
}


def read(html: str) -> Element:
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree = parser.parse(html)
    assert parser.errors == []
    return tree


@pytest.fixture(params=list(PAGES))
def tree(request: pytest.FixtureRequest) -> Element:
    return read(PAGES[request.param])


def test_parses_without_errors_and_repeats_no_id(tree: Element) -> None:
    ids = Counter(part.get("id") for part in tree.iter() if part.get("id"))
    assert [id_ for id_, times in ids.items() if times > 1] == []


def test_every_control_has_a_label_of_its_own(tree: Element) -> None:
    labelled = {label.get("for") for label in tree.iter("label")}
    bare = [
        part.get("name")
        for part in tree.iter()
        if part.tag in CONTROLS
        and part.get("type") != "hidden"
        and part.get("id") not in labelled
        and not part.get("aria-label")
    ]
    assert bare == []
    assert all("".join(button.itertext()).strip() for button in tree.iter("button"))


def test_every_reference_leads_to_an_id_on_the_page(tree: Element) -> None:
    ids = {part.get("id") for part in tree.iter()}
    for name in ("for", "aria-labelledby", "aria-describedby", "form", "data-opens"):
        asked = {id_ for part in tree.iter() for id_ in (part.get(name) or "").split()}
        assert asked - ids == set()


def test_headings_go_down_one_level_at_a_time(tree: Element) -> None:
    main = next(part for part in tree.iter("main"))
    levels = [int(part.tag[1]) for part in main.iter() if re.fullmatch("h[1-6]", str(part.tag))]
    first = levels.index(1)
    assert levels.count(1) == 1
    after = levels[first:]
    assert all(below <= above + 1 for above, below in itertools.pairwise(after))


def test_no_page_carries_script_or_style_of_its_own(tree: Element) -> None:
    assert [s for s in tree.iter("script") if not s.get("src") or (s.text or "").strip()] == []
    assert list(tree.iter("style")) == []
    inline = [name for part in tree.iter() for name in part.attrib if name.startswith("on")]
    assert inline + [part for part in tree.iter() if part.get("style")] == []


def test_every_form_that_posts_carries_the_sessions_token(tree: Element) -> None:
    posting = [form for form in tree.iter("form") if form.get("method") == "post"]
    assert len(posting) >= 2
    for form in posting:
        tokens = [f.get("value") for f in form.iter("input") if f.get("name") == "csrf"]
        assert tokens == [pages.FRAME.csrf]


def test_search_never_puts_names_in_an_address(tree: Element) -> None:
    (search,) = [form for form in tree.iter("form") if form.get("role") == "search"]
    assert (search.get("method"), search.get("action")) == ("post", "/search")


def test_shows_what_was_typed_exactly_as_it_was() -> None:
    tree = read(PAGES["record"])
    by_name = {part.get("name"): part for part in tree.iter() if part.tag in CONTROLS}
    assert by_name["q-story"].text == "\nTwo lines\n"
    assert by_name["q-text"].get("value") == "<b>&{{ x }}"
    assert (
        by_name["q-empty-note" if "q-empty-note" in by_name else "q-safe-empty-note"].get("value")
        == "He was in the room"
    )


def test_says_error_in_the_title_and_links_the_summary_to_the_field() -> None:
    tree = read(PAGES["record again"])
    assert (next(tree.iter("title")).text or "").startswith("Error: ")
    assert "#q-many" in {link.get("href") for link in tree.iter("a")}


def test_shows_no_navigation_before_signing_in() -> None:
    page = {"heading": "Page not found", "message": "Check the address.", "reference": ""}
    html = (
        pages.gallery_environment()
        .get_template("workbook/web/error.html")
        .render(frame=Frame("Council", "Workbook", "Page not found"), page=page)
    )
    tree = read(html)
    assert list(tree.iter("nav")) + list(tree.iter("form")) == []


def test_shows_my_team_to_managers_alone() -> None:
    assert 'href="/team"' in PAGES["show"]
    frame = Frame("C", "W", "T", worker_name="Priya Nair")
    html = (
        pages.gallery_environment()
        .get_template("gallery/show.html")
        .render(pages.show_context() | {"frame": frame})
    )
    assert 'href="/team"' not in html


def test_a_misspelt_name_fails_the_page(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{{ page.hedding }}{{ govukButton({'text': 'Save'}) }}")
    environment = build_environment({"t": tmp_path})
    with pytest.raises(UndefinedError):
        environment.get_template("t/page.html").render(page={"heading": "x"})


def test_design_system_macros_escape_what_they_are_given(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{{ govukButton({'text': words}) }}{{ words }}")
    html = build_environment({"t": tmp_path}).get_template("t/page.html").render(words="<script>")
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 2


UNTRUSTED = re.compile(
    r"""\|\s*safe\b          # text taken as HTML
    |["']html["']\s*:        # text given to a macro as HTML
    |autoescape|<style|\sstyle=|\son[a-z]+=
    |<script(?!\ type="module"\ blocking)""",
    re.VERBOSE,
)


def test_no_template_trusts_text_as_html_or_holds_script_or_style() -> None:
    found = {
        path.name: UNTRUSTED.findall(path.read_text())
        for folder in TEMPLATE_FOLDERS
        for path in folder.rglob("*.html")
    }
    assert found
    assert [name for name, matches in found.items() if matches] == []
