"""The review conference report says all it was given, in its place, and hints at nothing else."""

import io
from datetime import date
from pathlib import Path

import msgspec
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from exports.documents import fill
from exports.package import read_parts
from exports.reports.placing import place_of
from exports.reports.review_conference import build
from exports.reports.source import Action, Child, ConferenceSource, Line, Passage, Voice
from tests.exports.builders import PASSAGES, TITLES, almost_empty, full, passage

TEMPLATE = (Path(__file__).parents[3] / "exports/word/review_conference.docx").read_bytes()


def outline(source: ConferenceSource) -> list[str]:
    """Return the headings of the document, indented by level."""
    document = Document(io.BytesIO(fill(TEMPLATE, build(source))))
    return [
        "  " * (int(paragraph.style.name[-1]) - 1) + paragraph.text
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]


def with_passages(*passages: Passage) -> ConferenceSource:
    return msgspec.structs.replace(almost_empty(), passages=passages)


@pytest.mark.parametrize(
    ("at", "about", "place"),
    [
        ("starting.why.reason_plain", "Grace Okafor", "why"),
        ("starting.goals.change_goals", "", "changes"),
        ("children.day.weekday", "maya", "day"),
        ("children.health.summary", "maya", "child"),
        ("daily_care.care.food", "tobi", "child"),
        ("daily_care.home.conditions", "", "module"),
        ("recovery.common.child_voice", "maya", "own_words"),
        ("recovery.common.strengths", "", "strengths"),
        ("allotment.common.worries", "maya", "worries"),
        ("parenting.common.parent_view", "Grace Okafor", "views"),
        ("sustaining.judgement.capacity_to_care_now", "Grace Okafor", "analysis"),
        ("sustaining.plan.family_plan", "", "network"),
        ("safe_relationships.child_layer.impact_of_abuse", "maya", "module"),
        ("allotment.beds.grown", "maya", "module"),
        ("children.common.lived_experience", "", "module"),
    ],
)
def test_each_answer_has_its_place(at: str, about: str, place: str) -> None:
    assert place_of(passage(at, "Words.", about=about)) == place


def test_an_almost_empty_report_has_the_essential_headings() -> None:
    assert outline(almost_empty()) == [
        "Children and family",
        "Why we are working with the family",
        "What has changed since the last conference",
        "What life is like for each child",
        "What is going well and what we are worried about",
        "What parents and carers say, in their words",
        "Significant events since 4 September 2026",
        "What we make of it: should the plan continue?",
        "Actions",
        "Who wrote this",
    ]


def test_a_full_report_has_a_heading_for_each_child_and_each_module_with_words() -> None:
    lines = outline(full())
    at = lines.index("  Maya")
    assert lines[at : at + 7] == [
        "  Maya",
        "    What Maya says, shows or does",
        "    A normal day",
        "    Health",
        "    Learn",
        "    What this means for Maya",
        "  Tobi",
    ]
    assert [line for line in lines if line in {title for _, title in TITLES.values()}] == [
        "Getting started together",
        "Home, health and everyday care",
        "Being a parent",
        "Safe relationships",
        "Mind and mood",
        "Alcohol, drugs and recovery",
        "Growing things together",
    ]


def test_a_council_s_own_module_flows_in_under_its_own_title() -> None:
    report = build(with_passages(passage("allotment.beds.grown", "Beans.", about="maya")))
    chapter = report.chapters[0]
    assert chapter.title == "Growing things together"
    assert chapter.sections[0].parts[0].heading == "Maya"
    assert chapter.sections[0].parts[0].statements[0].lines == (Line("Beans."),)


def test_a_child_nobody_listed_still_has_a_heading() -> None:
    source = with_passages(passage("children.health.summary", "Well.", about="tobi"))
    assert [life.name for life in build(source).lives] == ["Tobi"]


def test_children_of_one_name_stay_two_children() -> None:
    children = tuple(Child(person_id=one, name="Sam", age="4 years") for one in ("a", "b"))
    voice = Voice(person_id="b", person="Sam", kind="child", words="Hello.",
                  said_on=date(2026, 11, 1), author="Jo Turner")  # fmt: skip
    source = msgspec.structs.replace(almost_empty(), children=children, voices=(voice,))
    assert [len(life.quotes) for life in build(source).lives] == [0, 1]


def test_a_strength_keeps_its_evidence_and_names_its_source_once() -> None:
    first, second = build(full()).strengths
    assert (first.text, first.source) == ("Grace keeps bedtime steady", "")
    assert first.detail.startswith("How we know: Seen on three visits\nWhose view: Jo Turner")
    assert second.source == "What we saw · Priya Nair, social worker · 16 November 2026"


def test_a_worry_says_which_child_it_is_about() -> None:
    assert build(full()).worries[0].detail.startswith("About Maya\n")


def test_what_is_said_twice_running_is_labelled_and_sourced_once() -> None:
    one = passage("starting.why.reason_plain", "One.")
    said = build(with_passages(one, one)).why[0].statements
    assert [(each.label, bool(each.source)) for each in said] == [
        ("Reason plain", False),
        ("", True),
    ]


def test_what_is_still_to_do_comes_first() -> None:
    days = [date(2026, 11, day) for day in (3, 1, 2)]
    actions = (
        Action(text="done", owner="A", due_on=days[0], done_on=days[1]),
        Action(text="no day", owner="A"),
        Action(text="later", owner="A", due_on=days[0]),
        Action(text="soon", owner="A", due_on=days[2]),
    )
    rows = build(msgspec.structs.replace(almost_empty(), actions=actions)).actions
    assert [row.text for row in rows] == ["soon", "later", "no day", "done"]
    assert rows[-1].state == "Done on 1 November 2026"


@given(
    st.lists(
        st.builds(
            passage,
            st.sampled_from(
                [
                    f"{module}.{section}.{question}"
                    for module in ("children", "sustaining", "allotment")
                    for section in ("common", "why", "health", "views", "plan")
                    for question in ("child_voice", "worries", "analysis", "own", "next_steps")
                ]
            ),
            st.uuids().map(lambda number: f"words {number.hex}"),
            about=st.sampled_from(["", "maya", "tobi", "Grace Okafor"]),
        ),
        max_size=12,
    )
)
def test_every_passage_is_printed_once_wherever_it_comes_from(passages: list[Passage]) -> None:
    printed = msgspec.json.encode(build(with_passages(*passages))).decode()
    for each in passages:
        assert printed.count(f'"{each.lines[0].text}"') == 1


def test_no_part_of_the_document_tells_ids_or_module_numbers() -> None:
    def renamed(one: Passage) -> Passage:
        return msgspec.structs.replace(
            one, entry_id="f" * 32, module_number=one.module_number * 10 + 3
        )

    other = msgspec.structs.replace(full(), passages=tuple(map(renamed, PASSAGES)))
    assert fill(TEMPLATE, build(full())) == fill(TEMPLATE, build(other))


@pytest.mark.parametrize("position", range(len(PASSAGES)))
def test_a_passage_kept_back_leaves_no_trace(position: int) -> None:
    secret = msgspec.structs.replace(
        PASSAGES[position],
        lines=(Line("SENTINEL words"),),
        author="Sentinel Worker",
        subject=PASSAGES[position].subject and "Sentinel Person",
        module_title="Sentinel module",
        section_title="Sentinel section",
        question="Sentinel question",
    )
    without = (*PASSAGES[:position], *PASSAGES[position + 1 :])
    shown = msgspec.structs.replace(full(), passages=(*without, secret))
    kept_back = msgspec.structs.replace(full(), passages=without)
    parts = read_parts(fill(TEMPLATE, build(shown))), read_parts(fill(TEMPLATE, build(kept_back)))
    assert b"SENTINEL" in parts[0]["word/document.xml"]
    assert not any(b"sentinel" in part.lower() for part in parts[1].values())
    changed = [name for name in parts[0] if parts[0][name] != parts[1][name]]
    assert changed == ["word/document.xml"]


def test_words_a_family_reads_never_name_a_role() -> None:
    told = b"".join(read_parts(fill(TEMPLATE, build(full()))).values()).lower()
    for word in (b"perpetrator", b"victim", b"abuser", b"offender", b"withheld", b"redacted"):
        assert word not in told
