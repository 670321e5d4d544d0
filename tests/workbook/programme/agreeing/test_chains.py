"""Marks travel with words: through one to five wordings, each made from the one before."""

from datetime import date

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.catalogue import Catalogue
from tests.workbook.programme.test_rules import PLACE, START, said
from workbook.families.rules import FamilyFile
from workbook.marking.rules import DOCUMENTS
from workbook.programme.adding.forms import Target
from workbook.programme.agreeing.forms import basis, read_wording
from workbook.programme.rules import Evidence, SavedSummary
from workbook.programme.service import NewWording
from workbook.programme.subjects import About
from workbook.wall.marks import MARKS, OWN_TEAM, POLICE_RESTRICTED, readers
from workbook.web.forms import Form

CATALOGUE = Catalogue.load()
WRITERS = st.sampled_from(sorted(OWN_TEAM))
PEOPLE = st.lists(st.sampled_from(["mum", "dad", "kim", "nan"]), max_size=2, unique=True)
STEPS = st.lists(
    st.tuples(st.sampled_from(MARKS), WRITERS, PEOPLE, WRITERS, st.integers(0, 8)),
    min_size=1,
    max_size=5,
)


def target(discipline: str) -> Target:
    """Return one section about one child, to be worded by a worker of this discipline."""
    return Target(
        family=FamilyFile(
            id="f", reference="F-1", name="Reed", team_id="t", opened_on=date(2026, 5, 1),
            closed_on=None,
        ),
        module=CATALOGUE.newest(PLACE.module_key),
        section=CATALOGUE.section(PLACE.module_key, PLACE.section_key),
        about=About(kind=PLACE.subject_kind, ids=PLACE.subject_ids, name="Kim"),
        discipline=discipline,
        today=date(2026, 11, 1),
    )  # fmt: skip


def kept(new: NewWording, *, discipline: str, number: int) -> SavedSummary:
    """Return a wording as it is read again."""
    return SavedSummary(
        id=f"wording {number}", family_id="f", module_key=PLACE.module_key, module_version=1,
        section_key=PLACE.section_key, subject_kind=PLACE.subject_kind,
        subject_ids=PLACE.subject_ids, words=new.words, derived_from=new.derived_from,
        mark=new.mark, mark_persons=new.mark_persons, recorded_at=START, recorded_by="worker",
        discipline=discipline, replaces_id=None,
    )  # fmt: skip


@settings(deadline=None)
@given(STEPS)
def test_after_any_chain_of_wordings_nobody_reads_what_they_could_not_read_at_first(
    steps: list[tuple[str, str, list[str], str, int]],
) -> None:
    origins: list[Evidence] = []
    wordings: list[SavedSummary] = []
    for number, (mark, writer, persons, author, choice) in enumerate(steps):
        new = said(str(number), mark=mark, discipline=writer, mark_persons=tuple(persons))
        made = basis(target(author), evidence=[new], wordings=wordings, takes_all=True)
        if not made.marks:
            continue  # kept to people with nobody in common: it cannot be put into one wording
        chosen = made.marks[choice % len(made.marks)]
        pairs = [
            ("words", "Copied words"), ("mark", chosen), ("source", new.entry_id),
            ("submit_key", "e" * 32), ("replaces", ""),
        ]  # fmt: skip
        form = Form.of(pairs)
        wording = read_wording(form, made)
        assert wording is not None, form.problems
        origins.append(new)
        wordings = [kept(wording, discipline=author, number=number)]

    for last in wordings:
        assert set(last.derived_from) == {one.entry_id for one in origins}
        for origin in origins:
            assert readers(last.mark, last.discipline) <= readers(origin.mark, origin.discipline)
            assert DOCUMENTS.get(last.mark, 0) <= DOCUMENTS.get(origin.mark, 0)
            if origin.mark == POLICE_RESTRICTED:
                assert set(last.mark_persons) <= set(origin.mark_persons)
            elif last.mark != POLICE_RESTRICTED:
                assert set(origin.mark_persons) <= set(last.mark_persons)


def test_a_wording_started_from_another_keeps_whom_it_is_kept_from() -> None:
    first = said("one", mark="family_shared", mark_persons=("dad",))
    made = basis(target("social_worker"), evidence=[first], wordings=[], takes_all=True)
    assert "family_shared" in made.marks
    form = Form.of(
        [("words", "x"), ("mark", "family_shared"), ("source", first.entry_id),
         ("submit_key", "e" * 32), ("replaces", "")]
    )  # fmt: skip
    wording = read_wording(form, made)
    assert wording is not None
    again = kept(wording, discipline="social_worker", number=1)
    later = basis(target("social_worker"), evidence=[], wordings=[again], takes_all=True)
    assert later.start == again
    copied = read_wording(
        Form.of([("words", "y"), ("mark", "family_shared"), ("submit_key", "f" * 32),
                 ("replaces", "")]),
        later,
    )  # fmt: skip
    assert copied is not None
    assert copied.mark_persons == ("dad",)
    assert copied.derived_from == (first.entry_id,)
    assert msgspec.structs.asdict(copied)["mark"] == "family_shared"
