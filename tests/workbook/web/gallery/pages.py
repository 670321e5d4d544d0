"""Two pages that show every part and every kind of question once, with made-up people."""

from datetime import UTC, date, datetime
from pathlib import Path

from jinja2 import Environment

from workbook.web.forms import Problem
from workbook.web.frame import Frame
from workbook.web.parts import (
    Chip,
    Identity,
    ModuleCard,
    Ruler,
    SaveBar,
    SideLink,
    SideModule,
    SideNavigation,
    Tag,
    TimelineItem,
    Voice,
)
from workbook.web.questions import Asked, Column, Option
from workbook.web.templates import build_environment
from workbook.web.words import DISCIPLINES

ROOT = Path(__file__).parents[4]
FRAME = Frame(
    council="Exampleshire Council",
    service="Family Safeguarding workbook",
    title="Okafor and Bell",
    worker_name="Priya Nair",
    csrf="c" * 64,
    active="families",
    links=(
        ("My families", "/", "families"),
        ("Supervision", "/supervision", "supervision"),
        ("My team", "/team", "team"),
    ),
)
MODULES = (
    ("Our family story", "done", "4 sessions", ("social_worker", "childrens_practitioner")),
    ("Life for the children", "done", "3 sessions, last 2 Nov", ("social_worker",)),
    ("Parenting and routines", "now", "3 sessions, last 16 Nov", ("childrens_practitioner",)),
    ("Safe relationships", "now", "5 sessions", ("da_survivor_worker", "da_perpetrator_worker")),
    ("Mental wellbeing", "now", "2 sessions, last 11 Nov", ("mental_health_practitioner",)),
    ("Drugs and alcohol", "not", "Planned from December", ()),
    ("Home, money and network", "now", "1 session, last 6 Nov", ("social_worker",)),
    ("Keeping change going", "not", "", ()),
)  # fmt: skip
REASONS = (Option("declined", "They did not want to say"), Option("unsafe", "Not safe to ask yet"))
LIGHT_TEXT = """Grace went through who she would call. She feels “able to sleep now”.

# What we agreed
- ring 999 first
  - then Ruth
- keep the chain on
1. Tobi to breakfast club
2. Isla to the clinic

Day\tWho
Mon\tGrace <b>&{{ x }}

غريس بخير"""


def gallery_environment() -> Environment:
    return build_environment(
        {"workbook": ROOT / "workbook/templates", "gallery": Path(__file__).parent}
    )


def show_context() -> dict[str, object]:
    page = {
        "family": Identity(
            "Okafor and Bell",
            facts=("Maya 9, Tobi 5, Isla 14 months", "Child protection", "FS-2041"),
            record_href="#record",
            report_href="#report",
            danger="Do not tell Darren Bell where the family is staying or when we visit.",
            danger_more="Non-molestation order to 3 March 2027.",
        ),
        "side": SideNavigation(
            "Okafor and Bell workbook",
            (
                SideLink("Overview and timeline", "#overview", current=True),
                SideLink("Plan and actions", "#plan", count=3),
                SideLink("Documents", "#documents"),
            ),
            tuple(
                SideModule(number, name, f"#module-{number}", state)
                for number, (name, state, _, _) in enumerate(MODULES, start=1)
            ),
        ),
        "modules": tuple(
            ModuleCard(number, name, f"#module-{number}", state, about, who)
            for number, (name, state, about, who) in enumerate(MODULES, start=1)
        ),
        "filters": (
            SideLink("Everything", "#all", current=True),
            SideLink("Domestic abuse", "#abuse"),
            SideLink("Significant events", "#events"),
            SideLink("Child’s voice", "#voice"),
        ),
        "timeline": timeline(),
    }
    return {"frame": FRAME, "page": page}


def timeline() -> tuple[TimelineItem, ...]:
    first = TimelineItem(
        id="a1",
        title="Safety planning session with Grace",
        href="#a1",
        discipline="da_survivor_worker",
        occurred=datetime(2026, 11, 17, 14, 0, tzinfo=UTC),
        kind="Direct work",
        author="Shazia Ahmed",
        text=LIGHT_TEXT,
        significant="Breach of non-molestation order",
        marks=("Not for Darren Bell",),
        voices=(Voice("“I like it when Mum reads and nobody is shouting.”", who="Maya"),),
        tags=(Tag("Module 4: Safe relationships", "#module-4"), Tag("Confidence 5 to 7")),
        corrected="Corrected on 18 November: the time was wrong.",
    )
    others = tuple(
        TimelineItem(
            id=f"b{number}",
            title="Home visit",
            href=f"#b{number}",
            discipline=discipline,
            occurred=date(2026, 11, 9),
            kind="Home visit",
            author="Lee Marsh",
            text="Both children helped make the chart.",
        )
        for number, discipline in enumerate(DISCIPLINES)
    )
    return (first, *others)


def record_context(problems: tuple[Problem, ...] = ()) -> dict[str, object]:
    page = {
        "problems": problems,
        "contacts": (Chip("home", "Home visit", checked=True), Chip("call", "Phone or video")),
        "people": (
            Chip("grace", "Grace", note="mother", checked=True),
            Chip("isla", "Isla", note="14 months"),
            Chip("darren", "Darren", note="father", tone="warn"),
            Chip("else", "Someone else", opens="someone-else"),
        ),
        "alone": (Chip("maya", "Maya alone"), Chip("tobi", "Tobi alone")),
        "questions": questions(),
        "rulers": (
            Ruler("important", "How important is it to her?", "not at all", "most", 8, 8, "11 Nov"),
            Ruler("sure", "How sure is she that she can?", "not at all", "fully", 6, 7, "17 Nov"),
        ),
        "voice": Voice("“Nobody is shouting.”", who="Maya"),
        "bar": SaveBar("Share with the team", "entry", "Finish later", "/", "saved", "Saved 14:05"),
    }
    return {"frame": FRAME, "page": page}


def questions() -> tuple[Asked, ...]:
    options = (Option("often", "Often"), Option("never", "Never", note="so far"))
    people = (Option("p1", "Ruth Bell", note="grandmother"), Option("p2", "Grace Okafor"))
    columns = (Column("what", "What"), Column("who", "Who", people))
    return (
        Asked("narrative", "q-story", "What happened?", hint="As it was.", value="\nTwo lines\n",
              empty_reasons=REASONS),
        Asked("choice", "q-often", "How often?", options=options, value="often", hint="This week."),
        Asked("multi", "q-many", "Which of these?", options=options, values=("never",),
              problem="Choose at least one"),
        Asked("scale", "q-safe", "How safe is this week?", value="6", before="5",
              ends=("not safe", "safe enough"), empty_reasons=REASONS, empty_reason="unsafe",
              empty_note="He was in the room"),
        Asked("day", "q-day", "Which day?", value="2026-11-19"),
        Asked("clock", "q-clock", "What time?", value="16:15", hint="24 hour clock, like 16:15"),
        Asked("number", "q-units", "How much?", value="12", suffix="units a week"),
        Asked("person", "q-person", "Who will help?", options=people, value="p1"),
        Asked("text", "q-text", "What is it called?", value="<b>&{{ x }}", problem="Use less"),
        Asked("yes_no", "q-yes", "Is the plan shared?", value="no"),
        Asked("table", "q-table", "Who does what?", columns=columns,
              rows=(("Breakfast club", "p2"), ("", ""))),
    )  # fmt: skip


def render_show() -> str:
    template = gallery_environment().get_template("gallery/show.html")
    return template.render(show_context())


def render_record(problems: tuple[Problem, ...] = ()) -> str:
    template = gallery_environment().get_template("gallery/record.html")
    return template.render(record_context(problems))
