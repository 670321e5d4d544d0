"""What the family and network page says of the family: people, ties and workers."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from workbook.families.rules import (
    ABUSE,
    CATEGORIES,
    STAGES,
    TIES,
    FamilyFile,
    Member,
    Responsibility,
    TeamMember,
    Tie,
    current_stages,
)
from workbook.marking.forms import chips, closer
from workbook.marking.rules import Kept
from workbook.web.filters import day, join_names, person_age
from workbook.web.parts import Closer


class Keeping(msgspec.Struct, frozen=True):
    """What is said of who may read one thing, and the control that keeps it closer."""

    chips: tuple[str, ...]
    closer: Closer


class ChildLine(msgspec.Struct, frozen=True, kw_only=True):
    """One child: age and dates, who they say they are, where things stand, who is responsible."""

    name: str
    known_as: str
    age: str
    dates: str
    identity: str
    stage: str
    responsible: str
    keeping: Keeping


class AdultLine(msgspec.Struct, frozen=True, kw_only=True):
    """One parent or carer."""

    name: str
    known_as: str
    dates: str
    identity: str
    responsible: str
    keeping: Keeping


class TieLines(msgspec.Struct, frozen=True, kw_only=True):
    """How one person is tied to others, in sentences. Abuse asks for a second look."""

    name: str
    sentences: tuple[tuple[str, bool, Keeping], ...]


class WorkerLine(msgspec.Struct, frozen=True, kw_only=True):
    """One worker, the agency and the dates."""

    name: str
    discipline: str
    employer: str
    dates: str


def named(family: FamilyFile, people: Iterable[str]) -> str:
    """Return the names of those who may be named: whoever may not is not there."""
    known = (family.member(person) for person in people)
    return join_names(one.name for one in known if one)


def keeping(
    family: FamilyFile, *object_ids: str, present: Iterable[Kept], about: str, reader: str
) -> Keeping:
    """Say who may read something now, to a worker of this discipline who may keep it closer."""
    standing = tuple(present)
    # It has no versions: only what was laid over it can be lifted.
    control = closer(
        *object_ids, present=standing, family_id=family.id, about=about, discipline=reader,
        asks=any(one in family.laid for one in object_ids),
    )  # fmt: skip
    return Keeping(chips(standing, family.names), control)


def place_keeping(family: FamilyFile, person: Member, *, reader: str) -> Keeping:
    """Say who may know that this person is in the family."""
    present = family.marks(person.place_id, person.mark, person.mark_persons)
    return keeping(
        family, person.place_id, present=present, about=f"that {person.name} is in the family",
        reader=reader,
    )  # fmt: skip


def span(starts_on: date | None, ends_on: date | None) -> str:
    """Say from when to when; nothing where neither is known."""
    first = f"from {day(starts_on)}" if starts_on else ""
    last = f"until {day(ends_on)}" if ends_on else ""
    return " ".join(filter(None, (first, last)))


def children(
    family: FamilyFile,
    *,
    identities: dict[str, str],
    held: Sequence[Responsibility],
    today: date,
    reader: str,
) -> tuple[ChildLine, ...]:
    """Return the children, eldest first."""
    stages = current_stages(family, today)
    lines = []
    for child in family.children:
        stage = stages.get(child.id)
        category = f": {CATEGORIES[stage.category]}" if stage and stage.category else ""
        lines.append(
            ChildLine(
                name=child.name,
                known_as=child.known_as,
                age=person_age(child, today),
                dates=_dates(child),
                identity=identities.get(child.id, ""),
                stage=f"{STAGES[stage.stage]}{category}, since {day(stage.starts_on)}"
                if stage
                else "No current plan",
                responsible=_holders(family, child, held),
                keeping=place_keeping(family, child, reader=reader),
            )
        )
    return tuple(lines)


def _dates(person: Member) -> str:
    parts = (
        f"Born {day(person.born)}" if person.born else "",
        f"Due {day(person.due)}" if person.due and not person.born else "",
        f"Died {day(person.died)}" if person.died else "",
    )
    return ". ".join(filter(None, parts))


def _holders(family: FamilyFile, child: Member, held: Sequence[Responsibility]) -> str:
    parts = []
    for each in held:
        adult = family.member(each.adult_id)
        if each.child_id == child.id and adult and each.held != "no":
            parts.append(adult.name if each.held == "yes" else f"{adult.name} (not known)")
    return join_names(parts) or "Nobody recorded"


def adults(
    family: FamilyFile, *, identities: dict[str, str], held: Sequence[Responsibility], reader: str
) -> tuple[AdultLine, ...]:
    """Return parents and carers, by name."""
    return tuple(
        AdultLine(
            name=adult.name,
            known_as=adult.known_as,
            dates=_dates(adult),
            identity=identities.get(adult.id, ""),
            responsible=named(
                family,
                (each.child_id for each in held
                 if each.adult_id == adult.id and each.held == "yes"),
            )
            or "No child recorded",
            keeping=place_keeping(family, adult, reader=reader),
        )
        for adult in family.adults
    )  # fmt: skip


def relationships(
    family: FamilyFile, *, ties: Sequence[Tie], today: date, reader: str
) -> tuple[TieLines, ...]:
    """Return the ties as sentences, by the person they are said of, in the order of the family.

    What is kept to different people is never said in one sentence.
    """
    lines = []
    for person in (*family.children, *family.adults, *family.network):
        grouped: dict[tuple[str, date | None, date | None, tuple[Kept, ...]], list[Tie]] = {}
        for tie in ties:
            if tie.a_id == person.id and family.member(tie.b_id):
                present = family.marks(
                    tie.id, tie.mark, tie.mark_persons, discipline=tie.discipline
                )
                said = (tie.kind, tie.starts_on, tie.ends_on, present)
                grouped.setdefault(said, []).append(tie)
        if grouped:
            lines.append(
                TieLines(
                    name=person.name,
                    sentences=tuple(
                        _tie_line(family, same, present=key[3], today=today, reader=reader)
                        for key, same in grouped.items()
                    ),
                )
            )
    return tuple(lines)


def _tie_line(
    family: FamilyFile, same: list[Tie], *, present: tuple[Kept, ...], today: date, reader: str
) -> tuple[str, bool, Keeping]:
    first, names = same[0], family.names
    sentence = _sentence(
        first.kind, first.starts_on, first.ends_on, names=[names[tie.b_id] for tie in same],
        today=today,
    )  # fmt: skip
    about = f"{names[first.a_id]}: {sentence}"
    kept = keeping(family, *(tie.id for tie in same), present=present, about=about, reader=reader)
    return sentence, first.kind == ABUSE, kept


def _sentence(
    kind: str, starts_on: date | None, ends_on: date | None, *, names: list[str], today: date
) -> str:
    words = TIES.get(kind, kind.replace("_", " "))
    if kind != "abuse_towards":
        words = f"{'Was' if ends_on and ends_on <= today else 'Is'} {words}"
    dates = span(starts_on, ends_on)
    said = f"{words} {join_names(names)}"
    return f"{said[0].upper()}{said[1:]}{f', {dates}' if dates else ''}."


def workers(family: FamilyFile, *, today: date) -> tuple[WorkerLine, ...]:
    """Return those who work with the family first, then those who did."""
    ordered: list[TeamMember] = sorted(
        family.workers, key=lambda worker: not worker.is_working(today)
    )
    return tuple(
        WorkerLine(
            name=worker.name,
            discipline=worker.discipline,
            employer=worker.employer,
            dates=span(worker.starts_on, worker.ends_on),
        )
        for worker in ordered
    )
