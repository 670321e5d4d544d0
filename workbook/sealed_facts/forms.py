"""What the pages of sealed facts are filled with."""

from collections.abc import Iterable, Sequence

import msgspec

from workbook.families.places import Opener
from workbook.families.rules import FamilyFile, Home, Member
from workbook.sealed_facts.rules import KINDS, MOST_VALUE, SavedFact
from workbook.sealed_facts.service import NewFact
from workbook.web.filters import join_names
from workbook.web.forms import Form, WithProblems
from workbook.web.parts import Chip

FIELDS = frozenset({"csrf", "submit_key", "kind", "person", "value", "known_by", "replaces"})


class SealedLine(Opener, frozen=True, kw_only=True):
    """One sealed fact on the page: what it is and whose, how to open and change it, never more."""

    words: str
    known: str


class OpenedPage(msgspec.Struct, frozen=True, kw_only=True):
    """What one fact says, to whoever pressed for it."""

    heading: str
    back: str
    back_href: str
    value: str
    known: str


class SealPage(WithProblems, frozen=True, kw_only=True):
    """The form that seals a fact."""

    heading: str
    back: str
    back_href: str
    action: str
    kinds: tuple[Chip, ...]
    persons: tuple[Chip, ...]
    known_by: tuple[Chip, ...]
    value: str
    changes: str
    replaces: str
    submit_key: str


def line(fact: SavedFact, family: FamilyFile, homes: Sequence[Home] = ()) -> SealedLine:
    """Say which fact is sealed."""
    address = f"/families/{family.id}/sealed"
    known = join_names(one.name for person in fact.known_by if (one := family.member(person)))
    return SealedLine(
        words=words_of(fact, family, homes),
        known=f"Known to {known}." if known else "",
        open_href=f"{address}/{fact.id}/open",
        change_href=f"{address}/add?replaces={fact.id}",
    )


def words_of(fact: SavedFact, family: FamilyFile, homes: Sequence[Home] = ()) -> str:
    """Say what a fact is and whose, without what it says."""
    kind = KINDS.get(fact.kind, "Fact")
    people = [fact.person_id] if fact.person_id else []
    for home in homes:
        if home.id == fact.household_id:
            people += [one.person_id for one in home.residents]
    names = join_names(dict.fromkeys(m.name for one in people if (m := family.member(one))))
    return f"{kind} of {names}" if names else kind


def seal_page(
    family: FamilyFile,
    *,
    form: Form,
    replaced: SavedFact | None,
    homes: Sequence[Home],
    submit_key: str,
) -> SealPage:
    """Return the form, empty or with everything typed. What the old fact said is not on it."""
    kind = form.one("kind") or (replaced.kind if replaced else "")
    person = form.one("person") or ((replaced.person_id or "") if replaced else "")
    known = form.all("known_by") or (replaced.known_by if replaced else ())
    everybody = (*family.children, *family.adults, *family.network)
    return SealPage(
        heading="Change a sealed fact" if replaced else "Seal a fact",
        back=f"{family.name}: family and network",
        back_href=f"/families/{family.id}/network#sealed",
        action=f"/families/{family.id}/sealed/add",
        kinds=tuple(Chip(value=key, text=text, checked=key == kind) for key, text in KINDS.items()),
        persons=_people(everybody, [person]),
        known_by=_people(everybody, known),
        value=form.one("value"),
        changes=words_of(replaced, family, homes) if replaced else "",
        replaces=replaced.id if replaced else "",
        submit_key=submit_key,
        problems=form.problems,
    )


def _people(people: Iterable[Member], chosen: Iterable[str]) -> tuple[Chip, ...]:
    picked = {*chosen}
    return tuple(Chip(value=one.id, text=one.name, checked=one.id in picked) for one in people)


def read_fact(form: Form, family: FamilyFile, replaced: SavedFact | None) -> NewFact:
    """Read the form. It holds only when `form.problems` is empty afterwards."""
    people = {one.id for one in family.members}
    value = form.text("value", MOST_VALUE, required="Write what is to be sealed")
    for name in form.unknown(FIELDS):
        form.refuse("", f"This form has no question {name[:40]!r}")
    if replaced is not None:
        return NewFact(
            kind=replaced.kind,
            value=value,
            person_id=replaced.person_id,
            household_id=replaced.household_id,
            contact_id=replaced.contact_id,
            known_by=form.choices("known_by", people),
            replaces=replaced.id,
            submit_key=form.one("submit_key"),
        )
    return NewFact(
        kind=form.choice("kind", KINDS, required="Choose what it is"),
        value=value,
        person_id=form.choice("person", people, required="Choose whose it is"),
        known_by=form.choices("known_by", people),
        submit_key=form.one("submit_key"),
    )
