"""The workbook's main job, end to end: record once, supervise as a group, report in two clicks."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.journeys.walker import Walker

pytestmark = pytest.mark.browser

FAMILY = "Okonjo / Bell"
SAID = "I like it when the telly is off and we do the jigsaw."
PLAN = "We went through the week and she showed me the tea rota on the fridge."
SECRET = "The back-up word is quartermaster."


def opens_the_family(walker: Walker) -> None:
    walker.goes_to("/")
    walker.clicks_link(FAMILY, exact=True)


def types_into(walker: Walker, label: str | re.Pattern[str], words: str) -> None:
    """Reach a box by keyboard and type: no click."""
    walker.page.get_by_role("textbox", name=label, exact=True).first.focus()
    walker.page.keyboard.type(words)


def chooses(walker: Walker, group: str, name: str) -> None:
    """Click one chip of a group."""
    chips = walker.page.get_by_role("group", name=group)
    walker.clicks_on(chips.get_by_label(re.compile(f"^{re.escape(name)}")).first)


def records_direct_work(walker: Walker, *, who: str, note: str) -> None:
    opens_the_family(walker)
    walker.clicks_link("Record", exact=True)
    chooses(walker, "What kind of contact?", "Direct work")
    chooses(walker, "When?", "Yesterday")
    chooses(walker, "Who did you see or speak to?", who)
    types_into(walker, "Your note", note)
    walker.clicks_button("Share with the team")
    assert walker.sees("Saved"), walker.page.inner_text("main")[:400]


def test_a_home_visit_is_recorded_in_ten_clicks_and_two_page_loads(walker: Walker) -> None:
    walker.signs_in("priya.nadarajan")
    walker.starts_counting()
    row = walker.page.locator("li, tr").filter(has_text=FAMILY)
    walker.clicks_on(row.get_by_role("link", name=re.compile("Record visit")).first)
    chooses(walker, "When?", "Yesterday")
    for name in ("Chidi", "Ify"):
        chooses(walker, "Who did you see or speak to?", name)
    chooses(walker, "Seen alone", "Chidi")
    notes = walker.page.get_by_label("What was said, done or decided")
    shown = [one for one in notes.all() if one.is_visible()]
    assert len(shown) >= 2, "two modules are open already"
    for box in shown[:2]:
        box.focus()
        walker.page.keyboard.type(PLAN)
    types_into(walker, "Your note", "A warm house and a calm hour.")
    types_into(walker, "Chidi", SAID)
    rulers = walker.page.get_by_role("group", name=re.compile("^How important")).first
    walker.clicks_on(rulers.get_by_label("9", exact=True))
    confident = walker.page.get_by_role("group", name=re.compile("^How confident")).first
    walker.clicks_on(confident.get_by_label("7", exact=True))
    walker.clicks_button("Share with the team")

    print(f"home visit: {walker.clicks} clicks, {walker.loads} page loads")
    assert walker.sees("Saved")
    assert walker.sees(SAID)
    assert walker.clicks <= 10
    assert walker.loads <= 2
    assert walker.complaints == []


def test_a_short_call_is_recorded_in_three_clicks(walker: Walker) -> None:
    walker.signs_in("priya.nadarajan")
    opens_the_family(walker)
    walker.starts_counting()
    walker.clicks_link("Record", exact=True)
    walker.page.get_by_label("Phone call", exact=True).focus()
    chooses(walker, "What kind of contact?", "Phone call")
    types_into(walker, "Your note", "Rang to confirm Thursday.")
    walker.clicks_button("Share with the team")

    print(f"short call: {walker.clicks} clicks")
    assert walker.sees("Saved")
    assert walker.clicks <= 3


def test_each_specialist_records_and_sees_exactly_what_they_may(walker: Walker) -> None:
    walker.signs_in("shazia.ahmadzai")
    records_direct_work(walker, who="Adaeze Okonjo", note=SECRET)
    for name, who in (
        ("lee.marshbrook", "Gareth Bell"),
        ("tom.reillaghan", "Adaeze Okonjo"),
    ):
        walker.signs_in(name)
        opens_the_family(walker)
        assert not walker.sees(SECRET)
        records_direct_work(walker, who=who, note=f"A steady hour, written by {name}.")
        walker.judges_the_page()
    walker.signs_in("priya.nadarajan")
    opens_the_family(walker)
    assert walker.sees(SECRET)
    assert walker.sees("written by lee.marshbrook")
    assert not walker.sees("written by tom.reillaghan"), "health detail is for its discipline"


def test_the_team_supervises_a_family_and_finds_it_in_the_workbook(walker: Walker) -> None:
    walker.signs_in("dawn.hallworth")
    walker.goes_to("/supervision")
    walker.clicks_button("Start")
    walker.clicks_link(FAMILY, exact=True)
    assert walker.sees("Since ")
    walker.judges_at_all_widths()
    walker.starts_counting()
    types_into(walker, "What we decided", "Stay at child protection. The plan is working.")
    types_into(walker, "Why", "Two calm months, and a new year that will test it.")
    types_into(walker, re.compile("^Action"), "See Chidi on his own before the conference")
    walker.clicks_on(walker.page.get_by_role("button", name=re.compile("^Sign off")).first)

    print(f"supervision of one family: {walker.clicks} clicks")
    assert walker.clicks <= 2
    opens_the_family(walker)
    walker.page.locator("nav.fs-side a", has_text="Supervision").last.click()
    walker.page.wait_for_url(re.compile("/families/.*/supervision"))
    assert walker.sees("Stay at child protection. The plan is working.")
    assert walker.sees("See Chidi on his own before the conference")


def test_a_conference_report_is_two_clicks_and_a_finished_word_document(
    walker: Walker, tmp_path: Path
) -> None:
    walker.signs_in("priya.nadarajan")
    opens_the_family(walker)
    walker.starts_counting()
    walker.clicks_link("Report", exact=True)
    with walker.page.expect_download() as arriving:
        walker.clicks_button("Download Word")
    arriving.value.save_as(tmp_path / "report.docx")

    print(f"conference report: {walker.clicks} clicks")
    assert walker.clicks <= 2
    with zipfile.ZipFile(BytesIO((tmp_path / "report.docx").read_bytes())) as parts:
        assert (
            "Report for child protection review conference"
            in parts.read("docProps/core.xml").decode()
        )
    walker.judges_at_all_widths()


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("priya.nadarajan", ("/", "/new", "/search", "/supervision")),
        ("dawn.hallworth", ("/", "/team", "/supervision")),
        ("lee.marshbrook", ("/",)),
        ("carol.winslade", ("/",)),
    ],
)
def test_axe_finds_nothing_on_the_first_pages(
    walker: Walker, name: str, paths: tuple[str, ...]
) -> None:
    walker.signs_in(name)
    for path in paths:
        walker.goes_to(path)
        walker.judges_at_all_widths()


def test_axe_finds_nothing_on_any_page_of_a_family(walker: Walker) -> None:
    walker.signs_in("priya.nadarajan")
    opens_the_family(walker)
    address = walker.page.url
    entry = walker.page.locator("article h3 a").first.get_attribute("href")
    ends = (
        "", "/network", "/actions", "/chronology", "/supervision", "/files", "/documents",
        "/openings", "/record", "/report", "/modules/children", "/modules/safe_relationships",
        "/modules/children/common/add", "/modules/children/wishes/summary",
    )  # fmt: skip
    for end in ends:
        walker.page.goto(address + end)
        walker.judges_at_all_widths()
    walker.goes_to(entry or "")
    walker.judges_at_all_widths()
    print(f"{len(set(walker.judged))} pages judged at 1280, 390 and 320: 0 violations")
    assert walker.complaints == []
