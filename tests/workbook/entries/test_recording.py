"""What the form means: the clock on the wall, the children seen, whether a visit counts."""

from datetime import UTC, date, datetime

import pytest

from modules.catalogue import Catalogue
from workbook.entries.ground import Ground, Recording
from workbook.entries.keeping import contribution_mark
from workbook.entries.module_notes import ModuleNote
from workbook.entries.recording import read_moment, read_recording
from workbook.families.rules import FamilyFile, Goal, Member, TeamMember, Withheld
from workbook.web.forms import Form

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
KEY = "0" * 32
ANN, BOB, KIM, TIM = (letter * 32 for letter in "abcd")
FAMILY = FamilyFile(
    id="f" * 32,
    reference="T-1",
    name="Reed and Vane",
    team_id="t",
    opened_on=date(2026, 5, 1),
    closed_on=None,
    members=(
        Member(id=ANN, name="Ann Reed", kind="adult"),
        Member(id=BOB, name="Bob Vane", kind="adult"),
        Member(id=KIM, name="Kim Reed", kind="child", born=date(2016, 4, 2)),
        Member(id=TIM, name="Tim Reed", kind="child", born=date(2026, 1, 2)),
    ),
    goals=(Goal(id="1" * 32, words="Calm", owner_id=ANN, child_id=None),),
    workers=(
        TeamMember(
            id="w", name="Sam", discipline="social_worker", employer="", ends_on=None,
            starts_on=date(2026, 5, 1),
        ),
    ),
    withheld=(
        Withheld(what="home", from_persons=(BOB,), why="danger", until=None, whole_record=False),
    ),
)  # fmt: skip
SPRING_AND_AUTUMN = [
    ("2026-10-25", "00:30", datetime(2026, 10, 24, 23, 30, tzinfo=UTC)),
    ("2026-10-25", "01:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ("2026-10-25", "02:30", datetime(2026, 10, 25, 2, 30, tzinfo=UTC)),
    ("2026-03-29", "02:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ("2026-07-01", "16:15", datetime(2026, 7, 1, 15, 15, tzinfo=UTC)),
]


def posted(**fields: str | list[str]) -> Form:
    """Return a form as it was posted, that of a note unless told otherwise."""
    least = {"submit_key": KEY, "kind": "home_visit", "day": "yesterday", "time": "10:00",
             "note": "A visit."}  # fmt: skip
    return Form.of(
        (name, value)
        for name, values in (least | fields).items()
        for value in ([values] if isinstance(values, str) else values)
    )


def read(form: Form, catalogue: Catalogue, discipline: str = "social_worker") -> Recording:
    """Read a form as the worker of this discipline sent it."""
    ground = Ground(
        family=FAMILY, catalogue=catalogue, discipline=discipline, worker_id="w", now=NOW
    )
    return read_recording(form, ground, open_actions=())


@pytest.mark.parametrize(("day", "at", "moment"), SPRING_AND_AUTUMN)
def test_reads_the_clock_on_the_wall(day: str, at: str, moment: datetime) -> None:
    form = posted(day="other", date=day, time=at)
    assert read_moment(form, now=NOW) == moment
    assert form.problems == ()


@pytest.mark.parametrize(
    ("day", "at", "field"),
    [
        ("2026-03-29", "01:30", "time"),
        ("2026-11-22", "09:01", "time"),
        ("2026-11-23", "08:00", "date"),
        ("1026-11-21", "08:00", "date"),
        ("2026-02-30", "08:00", "date"),
        ("", "08:00", "date"),
        ("2026-11-21", "", "time"),
    ],
)
def test_refuses_a_time_that_was_not(day: str, at: str, field: str) -> None:
    form = posted(day="other", date=day, time=at)
    read_moment(form, now=NOW)
    assert [problem.field for problem in form.problems] == [field]


@pytest.mark.parametrize(
    ("kind", "discipline", "ticked", "counts"),
    [
        ("home_visit", "social_worker", "1", True),
        ("direct_work", "social_worker", "1", True),
        ("home_visit", "social_worker", "", False),
        ("meeting", "social_worker", "1", False),
        ("home_visit", "childrens_practitioner", "1", False),
    ],
)
def test_counts_a_statutory_visit(
    catalogue: Catalogue, kind: str, discipline: str, ticked: str, *, counts: bool
) -> None:
    form = posted(kind=kind, statutory=ticked)
    assert read(form, catalogue, discipline).statutory_visit is counts


def test_knows_which_children_were_seen_and_why_not(catalogue: Catalogue) -> None:
    form = posted(present=[ANN], alone=[KIM], **{f"reason-{TIM}": "Asleep"})
    children = {one.person: one for one in read(form, catalogue).children}
    assert (children[KIM].seen, children[KIM].seen_alone) == (True, True)
    assert (children[TIM].seen, children[TIM].reason) == (False, "Asleep")


@pytest.mark.parametrize(
    ("present", "chosen", "about"),
    [
        ([], [], [(KIM,), (TIM,)]),
        ([TIM, ANN], [], [(TIM,)]),
        ([TIM], [KIM], [(KIM,)]),
    ],
)
def test_gives_a_note_to_the_children_chosen_else_seen_else_all(
    catalogue: Catalogue,
    present: list[str],
    chosen: list[str],
    about: list[tuple[str, ...]],
) -> None:
    form = posted(
        present=present,
        **{"module-children-words": "Calm.", "module-children-subject": chosen},
    )
    assert [note.subject_ids for note in read(form, catalogue).notes] == about


def test_takes_the_one_parent_who_was_there(catalogue: Catalogue) -> None:
    form = posted(
        present=[ANN],
        **{"module-parenting-section": "guidance", "module-parenting-words": "Says no."},
    )
    assert [note.subject_ids for note in read(form, catalogue).notes] == [(ANN,)]


def test_records_what_a_child_too_small_to_speak_showed(catalogue: Catalogue) -> None:
    form = posted(**{
        f"voice-{TIM}-words": "Reached for Ann.",
        f"voice-{TIM}-share": "too_young",
        f"voice-{TIM}-how": "observed",
    })  # fmt: skip
    [voice] = read(form, catalogue).voices
    assert (voice.voice, voice.share_ok) == ("observed", "too_young")


def test_asks_whose_it_is_when_it_is_private(catalogue: Catalogue) -> None:
    form = posted(mark="child_private")
    read(form, catalogue)
    assert [problem.field for problem in form.problems] == ["mark_persons"]


@pytest.mark.parametrize(
    ("entry", "section", "mark", "persons"),
    [
        ("team", "team", "team", ()),
        ("family_shared", "team", "team", ()),
        ("team", "family_shared", "team", ()),
        ("team", "adult_private", "adult_private", (ANN,)),
        ("team", "survivor_protected", "survivor_protected", (BOB,)),
        ("survivor_protected", "adult_private", "survivor_protected", (BOB,)),
        ("survivor_protected", "health_restricted", "health_restricted", (BOB,)),
        ("legal_privileged", "survivor_protected", "legal_privileged", ()),
    ],
)
def test_keeps_a_note_as_close_as_its_entry_and_its_section(
    catalogue: Catalogue, entry: str, section: str, mark: str, persons: tuple[str, ...]
) -> None:
    note = ModuleNote(
        module_key="m", module_version=1, section_key="s", question_key="q",
        subject_kind="adult", subject_ids=(ANN,), words="x", mark=section,
    )  # fmt: skip
    assert contribution_mark(read(posted(mark=entry), catalogue), note) == (mark, persons)
