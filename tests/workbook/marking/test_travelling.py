"""Marks travel with what is copied: over one to five copies nobody is let in who was kept out."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.marking.rules import (
    HEALTH,
    Kept,
    Laid,
    all_persons,
    is_as_tight,
    keeps,
    marks_of,
    named_by_all,
    tighter,
)
from workbook.programme.rules import Evidence, SavedSummary, allowed_marks
from workbook.staff.access import CASE_WORKERS
from workbook.wall.marks import HEALTH_RESTRICTED, MARKS, POLICE_RESTRICTED, tightest

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PERSONS = st.lists(st.sampled_from(["ann", "bob", "cat"]), max_size=2, unique=True).map(tuple)
DISCIPLINES = st.sampled_from(sorted(CASE_WORKERS))


@st.composite
def kept(draw: st.DrawFn) -> Kept:
    mark = draw(st.sampled_from(MARKS))
    whose = st.sampled_from(sorted(HEALTH)) if mark == HEALTH_RESTRICTED else DISCIPLINES
    return Kept(mark=mark, persons=draw(PERSONS), discipline=draw(whose))


def laid(number: int, one: Kept) -> Laid:
    return Laid(id=f"t{number}", set_on_id="x", entry_id="", kept=one, by="w", at=NOW)


def evidence(name: str, one: Kept) -> Evidence:
    return Evidence(
        id=name, entry_id=name, occurred_at=NOW, recorded_at=NOW, recorded_by="w",
        discipline=one.discipline, module_key="m", module_version=1, section_key="s",
        subject_kind="family", subject_ids=(), answers={}, mark=one.mark, mark_persons=one.persons,
        share_ok="yes",
    )  # fmt: skip


def wording(name: str, one: Kept) -> SavedSummary:
    return SavedSummary(
        id=name, family_id="f", module_key="m", module_version=1, section_key="s",
        subject_kind="family", subject_ids=(), words="", derived_from=(), mark=one.mark,
        mark_persons=one.persons, recorded_at=NOW, recorded_by="w", discipline=one.discipline,
        replaces_id=None,
    )  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_a_wording_made_of_wordings_lets_nobody_in(data: st.DataObject) -> None:
    """A chain of one to five: each is made of the one before, and may be kept closer meanwhile."""
    over: dict[str, tuple[Laid, ...]] = {}
    source: Evidence | SavedSummary = evidence("e0", data.draw(kept()))
    before: list[Kept] = []
    for number in range(data.draw(st.integers(1, 5))):
        for_it = data.draw(st.lists(kept(), max_size=2))
        over[source.id] = tuple(laid(n, one) for n, one in enumerate(for_it))
        own = Kept(mark=source.mark, persons=source.mark_persons, discipline=source.discipline)
        before += [own, *for_it]
        author = data.draw(DISCIPLINES)
        marks = allowed_marks([source], discipline=author, laid=over)
        if not marks:
            return
        persons = all_persons(own, over[source.id])
        mark = data.draw(st.sampled_from(marks))
        if mark == POLICE_RESTRICTED:
            persons = named_by_all([own, *for_it])
        made = Kept(mark=mark, persons=persons, discipline=author)
        source = wording(f"s{number}", made)
        for one in before:
            assert is_as_tight((made.mark, author), (one.mark, one.discipline))
            is_list = one.mark == POLICE_RESTRICTED
            assert not is_list or set(made.persons) <= set(one.persons)
            assert is_list or mark == POLICE_RESTRICTED or set(one.persons) <= set(made.persons)


@settings(max_examples=300, deadline=None)
@given(st.lists(kept(), min_size=1, max_size=5))
def test_marks_laid_over_are_never_left_out(all_of: list[Kept]) -> None:
    own, *others = all_of
    standing = marks_of(own, [laid(n, one) for n, one in enumerate(others)])
    assert tightest([one.mark for one in all_of]) in {one.mark for one in standing}
    for one in all_of:
        assert any(
            is_as_tight((each.mark, each.discipline), (one.mark, one.discipline))
            for each in standing
        )


@settings(max_examples=300, deadline=None)
@given(kept(), DISCIPLINES)
def test_what_is_offered_as_closer_is_closer(own: Kept, discipline: str) -> None:
    for one in tighter((own,), discipline=discipline, author=own.discipline):
        assert one.mark != own.mark
        # Names lie beside whatever else keeps it.
        assert one.mark == POLICE_RESTRICTED or is_as_tight(
            (one.mark, one.discipline), (own.mark, own.discipline)
        )


@settings(max_examples=300, deadline=None)
@given(kept(), kept(), kept())
def test_keeping_as_closely_is_passed_on(first: Kept, second: Kept, third: Kept) -> None:
    if keeps(first, second) and keeps(second, third) and second.persons == third.persons:
        assert is_as_tight((first.mark, first.discipline), (third.mark, third.discipline))
