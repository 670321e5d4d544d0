"""What may be asked for, and what an approval opens."""

from collections.abc import Iterable

import msgspec

from workbook.entries.carrying import OldParts
from workbook.entries.ground import Recording
from workbook.entries.rules import SavedEntry
from workbook.families.rules import FamilyFile
from workbook.marking.rules import Kept, Laid, keeps, looser
from workbook.marking.service import WITH_IT
from workbook.tightening.rules import Found, present


def choices(found: Found, family: FamilyFile) -> tuple[str, ...]:
    """Return the marks that may be asked for instead.

    An entry can be saved anew with a looser mark. Of anything else what was laid over it can be
    lifted, so that the mark it was written with counts again.
    """
    if found.kind == "entry":
        return looser(present(found, family))
    return (found.mark,) if own_origins(found, family) else ()


def own_origins(found: Found, family: FamilyFile, chain: Iterable[str] = ()) -> frozenset[str]:
    """Return because of which rows it is kept, besides its own entry’s being kept whole.

    `chain`: the versions of an entry, any of which somebody may have kept.
    """
    laid = family.laid.get(found.id, ())
    whole = {one.set_on_id for one in family.laid.get(found.entry_id, ())}
    whole.add(WITH_IT)
    return frozenset({one.set_on_id for one in laid if one.set_on_id not in whole} | {*chain})


def to_lift(laid: Iterable[tuple[str, Laid]], wished: Kept) -> tuple[str, ...]:
    """Return the tightenings that stand in the way of a mark."""
    return tuple(one.id for _, one in laid if not keeps(wished, one.kept))


def without(family: FamilyFile, lifted: Iterable[str]) -> FamilyFile:
    """Return the family as it is once these tightenings are lifted."""
    gone = frozenset(lifted)
    left = {
        over: tuple(one for one in laid if one.id not in gone) for over, laid in family.laid.items()
    }
    return msgspec.structs.replace(family, laid=left)


def opened(version: SavedEntry, wished: Kept, *, entry_id: str, submit_key: str) -> Recording:
    """Return an entry’s own words as they are, to be saved anew under a looser mark."""
    return Recording(
        id=entry_id,
        submit_key=submit_key,
        kind=version.kind,
        occurred_at=version.occurred_at,
        statutory_visit=version.statutory_visit,
        note=version.note,
        present=version.present,
        children=version.children,
        notes=(),
        voices=(),
        readings=(),
        actions=(),
        done=(),
        headline=version.headline,
        event_type=version.event_type,
        impact=version.impact,
        affects=version.affects,
        mark=wished.mark,
        mark_persons=wished.persons,
        kept_from=(),
        reveals=version.reveals,
    )


def opened_parts(parts: OldParts, version: SavedEntry, wished: Kept) -> OldParts:
    """Return the parts with the looser mark where they were kept because the entry was.

    A part with a tighter mark of its own, from its section, keeps it.
    """
    whole = (version.mark, frozenset(version.mark_persons))
    given = {
        name: tuple(
            msgspec.structs.replace(one, mark=wished.mark, mark_persons=wished.persons)
            if (one.mark, frozenset(one.mark_persons)) == whole
            else one
            for one in getattr(parts, name)
        )
        for name in parts.__struct_fields__
    }
    return OldParts(**given)
