"""What is made of several things opens to those alone who may read every one of them [T6]."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.forms import _persons
from supervision.rules import SavedPart, pull
from supervision.starting import OwnPart, marks_for
from tests.supervision.test_rules import entry
from workbook.entries.ground import Recording
from workbook.entries.keeping import carried_mark, contribution_mark, kept_beside
from workbook.entries.module_notes import ModuleNote
from workbook.families.rules import TeamMember
from workbook.marking.rules import HEALTH, Kept, Laid, beside, together
from workbook.staff.access import DISCIPLINES
from workbook.wall.marks import HEALTH_RESTRICTED, MARKS, POLICE_RESTRICTED, may_read, tightest

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
# Everybody who could look: two of each discipline, so that names count and not the role.
LOOKING = tuple((f"{one}{number}", one) for one in sorted(DISCIPLINES) for number in (1, 2))
WORKERS = tuple(worker for worker, _ in LOOKING)
LOOKED = {"decisions": 0}


@pytest.fixture(scope="module", autouse=True)
def told_how_many() -> Iterator[None]:
    yield
    print(f"marks together: {LOOKED['decisions']} decisions, nobody let in who was kept out")


def opens(marks: Iterable[Kept]) -> frozenset[str]:
    """Return the workers to whom every one of these marks opens, authors aside."""
    counts = tuple(marks)
    LOOKED["decisions"] += len(LOOKING)
    return frozenset(
        worker
        for worker, discipline in LOOKING
        if all(
            may_read(
                one.mark,
                author=one.discipline,
                persons=one.persons,
                worker_id=worker,
                discipline=discipline,
            )
            for one in counts
        )
    )


@st.composite
def kept(draw: st.DrawFn) -> Kept:
    mark = draw(st.sampled_from(MARKS))
    whose = sorted(HEALTH) if mark == HEALTH_RESTRICTED else sorted(DISCIPLINES)
    people = ["ann", "bob"]
    if mark == POLICE_RESTRICTED:
        people = [one for one in WORKERS if one.startswith(("social", "da_", "mental"))]
    persons = draw(st.lists(st.sampled_from(people), max_size=4, unique=True))
    return Kept(mark=mark, persons=tuple(persons), discipline=draw(st.sampled_from(whose)))


KEPT = st.lists(kept(), min_size=1, max_size=5)


@settings(max_examples=1_000, deadline=None)
@given(KEPT)
def test_marks_put_together_open_to_who_may_read_every_one(marks: list[Kept]) -> None:
    assert opens(together(marks)) == opens(marks)


@settings(max_examples=1_000, deadline=None)
@given(kept(), KEPT)
def test_what_lies_beside_a_mark_keeps_out_whom_it_alone_lets_in(
    own: Kept, others: list[Kept]
) -> None:
    assert opens((own, *beside(own, others))) == opens((own, *others))


def part_of(number: int, own: Kept, over: Iterable[Kept]) -> tuple[SavedPart, tuple[Laid, ...]]:
    part = SavedPart(
        id=f"p{number}", discussion_id="v", worker_id="w", recorded_at=NOW, recorded_by="w",
        discipline=own.discipline, well="x", worried="", ratings={}, sources=(), mark=own.mark,
        mark_persons=own.persons,
    )  # fmt: skip
    return part, tuple(
        Laid(id=f"t{number}{n}", set_on_id="", entry_id="", kept=one, by="w", at=NOW)
        for n, one in enumerate(over)
    )


@settings(max_examples=600, deadline=None)
@given(data=st.data())
def test_supervision_copied_from_supervision_lets_nobody_in(data: st.DataObject) -> None:
    """A chain of one to five copies, each with new entries that are kept to whomever."""
    worker = TeamMember(
        id="w", name="W", discipline="social_worker", employer="", starts_on=date(2026, 1, 1),
        ends_on=None,
    )  # fmt: skip
    everything: list[Kept] = []
    standing: tuple[SavedPart, ...] = ()
    laid: dict[str, tuple[Laid, ...]] = {}
    for number in range(data.draw(st.integers(1, 5))):
        marks = data.draw(st.lists(kept(), max_size=3))
        entries = [
            entry(f"e{number}{n}", mark=one.mark, mark_persons=one.persons,
                  discipline=one.discipline)
            for n, one in enumerate(marks)
        ]  # fmt: skip
        after = data.draw(st.lists(kept(), max_size=1)) if entries else []
        laid |= {entries[0].id: part_of(number, marks[0], after)[1]} if entries else {}
        everything += [*marks, *after]
        part = OwnPart(
            worker=worker,
            pulled=pull("w", entries=entries, contributions=[], laid=laid),
            standing=standing,
            laid=laid,
        )
        writer = data.draw(st.sampled_from(sorted(DISCIPLINES)))
        counts = part.all_kept
        basis = tightest([one.mark for one in counts])
        mark = data.draw(st.sampled_from(marks_for(basis, writer)))
        own = Kept(mark=mark, persons=_persons(part, mark, counts), discipline=writer)
        saved, over = part_of(number, own, beside(own, counts))
        standing, laid = (saved,), laid | {saved.id: over}
        assert opens((own, *(one.kept for one in over))) <= opens(everything)


BLANK = Recording(
    id="e", submit_key="", kind="meeting", occurred_at=NOW, statutory_visit=False, note="",
    present=(), children=(), notes=(), voices=(), readings=(), actions=(), done=(), headline="",
    event_type="", impact="", affects=(), mark="team", mark_persons=(), kept_from=("bob",),
    reveals=(),
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(whole=kept(), own=kept(), carried=st.booleans())
def test_a_part_opens_to_who_may_read_its_entry_and_its_section(
    *, whole: Kept, own: Kept, carried: bool
) -> None:
    author = whole.discipline
    own = msgspec.structs.replace(own, discipline=author)
    recording = msgspec.structs.replace(BLANK, mark=whole.mark, mark_persons=whole.persons)
    if carried:
        mark, persons = carried_mark(recording, mark=own.mark, persons=own.persons)
    else:
        # A section is never for named workers by itself.
        own = own if own.mark != POLICE_RESTRICTED else Kept(mark="team", discipline=author)
        mark, persons = contribution_mark(recording, note(own.mark))
    row = {"id": "part", "entry_id": "e", "mark": mark, "mark_persons": persons}
    over = [each.kept for each in kept_beside(row, author, recording, own)]

    itself = Kept(mark=mark, persons=tuple(persons), discipline=author)
    assert opens((itself, *over)) == opens((whole, own))


def note(mark: str) -> ModuleNote:
    return ModuleNote(
        module_key="m", module_version=1, section_key="s", question_key="q",
        subject_kind="family", subject_ids=(), words="w", mark=mark,
    )  # fmt: skip
