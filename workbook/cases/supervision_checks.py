"""Checks of group case supervision: who was there, which children, what was agreed."""

from typing import Final

from workbook.cases.entry_shapes import Case, SupervisionRecord
from workbook.cases.known import Known, Problems, Spot

FILE: Final = "supervision.jsonl"


def dates_are_different(case: Case, known: Known) -> Problems:
    """A team discusses a family once in a session."""
    del known
    seen = set()
    for each in case.supervision:
        if each.date in seen:
            yield Spot(FILE, each.line).wrong(
                f"there is another supervision on {each.date}; mend the date or join the two"
            )
        seen.add(each.date)


def workers_are_known(case: Case, known: Known) -> Problems:
    """Everybody named as a worker is one of the family's workers, present, sent or absent once."""
    for each in case.supervision:
        spot = Spot(FILE, each.line)
        groups: tuple[tuple[str, tuple[str, ...]], ...] = (
            ("chair", (each.chair,)),
            ("present", each.present),
            ("sent", each.sent),
            ("absent", each.absent),
            ("updates", tuple(each.updates)),
            ("layers", tuple(each.layers)),
            ("ratings", tuple(each.ratings)),
            ("dissent", tuple(said.who for said in each.dissent)),
            ("actions, owner", tuple(action.owner for action in each.actions)),
            ("family_told", (each.family_told.by,)),
            ("sign_offs", tuple(sign.worker for sign in each.sign_offs)),
        )
        for what, ids in groups:
            yield from spot.named(what, ids, known.workers, "worker")
        yield from spot.once("attendance", (*each.present, *each.sent, *each.absent))
        yield from spot.once("sign_offs", (sign.worker for sign in each.sign_offs))


def children_are_known(case: Case, known: Known) -> Problems:
    """Ratings, actions and trajectories are about the children who were discussed."""
    for each in case.supervision:
        spot = Spot(FILE, each.line)
        yield from spot.named("children", each.children, known.children, "child")
        discussed = frozenset(each.children)
        for what, ids in _about_children(each):
            yield from spot.named(what, ids, discussed, "child of this discussion")
        if missing := sorted(discussed - set(each.agreed)):
            yield spot.wrong(f"agreed: no rating for {', '.join(missing)}; add it")


def _about_children(each: SupervisionRecord) -> list[tuple[str, list[str]]]:
    return [
        ("agreed", list(each.agreed)),
        ("trajectory", list(each.trajectory)),
        ("ratings", [child for rated in each.ratings.values() for child in rated]),
        ("actions, child", [action.child for action in each.actions]),
    ]


CHECKS: Final = (dates_are_different, workers_are_known, children_are_known)
