"""What the form that supervises one family starts from: what stands, else what was pulled."""

from datetime import timedelta
from typing import Final

import msgspec

from supervision import rules
from supervision.gathering import Gathered
from supervision.guarding import Guard
from supervision.rules import Pulled, SavedPart
from workbook.families.rules import TeamMember
from workbook.marking.rules import Kept, LaidOver, is_as_tight, marks_of, together
from workbook.staff.access import SOCIAL_WORK
from workbook.wall.marks import MARKS, POLICE_RESTRICTED, SURVIVOR_PROTECTED, tightest

ACTION_ROWS: Final = 2
LOOSER: Final = frozenset({*MARKS} - {POLICE_RESTRICTED})
FORTNIGHT: Final = timedelta(days=14)
DISSENT: Final = ("who", "view", "resolved")
TEXTS: Final = {
    "child_voice": "child-voice",
    "family_view": "family-view",
    "hypotheses": "hypotheses",
    "decision": "decision",
    "rationale": "rationale",
}


class OwnPart(msgspec.Struct, frozen=True, kw_only=True):
    """One worker's part as the form starts: what stands, else what was pulled.

    `mark` is the most open that it may have for whoever writes it down. `guard` is there for a
    survivor's worker only.
    """

    worker: TeamMember
    pulled: Pulled
    standing: tuple[SavedPart, ...]
    guard: Guard = Guard()
    laid: LaidOver = {}

    @property
    def kept(self) -> tuple[Kept, ...]:
        """Return the marks that count now for what stands: its own, and those laid over it."""
        return tuple(
            each
            for part in self.standing
            for each in marks_of(
                Kept(mark=part.mark, persons=part.mark_persons, discipline=part.discipline),
                self.laid.get(part.id, ()),
            )
        )

    @property
    def all_kept(self) -> tuple[Kept, ...]:
        """Return the marks that count for what stands and what was pulled, the tightest last."""
        return together((*self.pulled.kept, *self.kept))

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the entries it comes from that the reader knows of."""
        stood = (source for part in self.standing for source in part.sources)
        return tuple(dict.fromkeys((*self.pulled.sources, *stood)))

    @property
    def mark(self) -> str:
        """Return the tightest mark of what it comes from."""
        return tightest([one.mark for one in self.all_kept])

    @property
    def first_mark(self) -> str:
        """Return the mark it has unless its writer chooses another.

        Nothing yet says how a survivor's words are to be kept, so they are not open by oversight.
        """
        is_new = not self.standing and not self.sources
        return SURVIVOR_PROTECTED if is_new and self.guard.is_needed else self.mark

    def persons(self, mark: str) -> tuple[str, ...]:
        """Return from whom it is kept, or whose it is, when it is given this mark."""
        if mark == POLICE_RESTRICTED:
            return self.all_kept[-1].persons
        stood = (
            person for one in self.kept if one.mark != POLICE_RESTRICTED for person in one.persons
        )
        kept = self.guard.kept_from if mark == SURVIVOR_PROTECTED else ()
        return tuple(dict.fromkeys((*self.pulled.mark_persons, *stood, *kept)))

    def words(self, name: str) -> str:
        """Return what it starts from under "well" or "worried"."""
        if not self.standing:
            return str(getattr(self.pulled, name))
        return "\n".join(text for part in self.standing if (text := getattr(part, name)))


def own_parts(found: Gathered) -> tuple[OwnPart, ...]:
    """Return each worker's part, of those who brought something before they left as well."""
    here = {worker.id: worker for worker in found.workers}
    gone = {one.id: one for one in found.family.workers if one.id in found.parts}
    return tuple(
        OwnPart(
            worker=worker,
            pulled=found.pulled.get(worker.id, Pulled()),
            standing=tuple(found.parts.get(worker.id, ())),
            laid=found.family.laid,
            guard=found.guard if worker.discipline == "da_survivor_worker" else Guard(),
        )
        for worker in (gone | here).values()
        if worker.discipline != "team_manager"
        or worker.id in found.pulled
        or worker.id in found.parts
    )


def marks_for(mark: str, discipline: str) -> tuple[str, ...]:
    """Return the marks that are as tight as this one in this discipline's hand.

    Whom the police named is not asked here: that mark is there where a source has it.
    """
    return tuple(
        one
        for one in MARKS
        if is_as_tight((one, discipline), (mark, discipline)) and one in {mark, *LOOSER}
    )


def starting(found: Gathered) -> dict[str, str]:
    """Return what stands in each field when the form is opened."""
    held_on = found.session.held_on
    values = {
        "next-due": rules.next_due(held_on).isoformat(),
        **{f"here-{worker.id}": "present" for worker in found.workers},
    }
    owner = next(
        (one.id for one in found.workers if one.discipline in SOCIAL_WORK),
        found.workers[0].id if found.workers else "",
    )
    for row in range(1, ACTION_ROWS + 1):
        values[f"owner-{row}"] = owner
        values[f"by-{row}"] = (held_on + FORTNIGHT).isoformat()
    for part in own_parts(found):
        values |= _part_values(part)
    return values | (_saved_values(found) if found.before else {})


def _part_values(part: OwnPart) -> dict[str, str]:
    worker = part.worker.id
    values = {
        f"well-{worker}": part.words("well"),
        f"worried-{worker}": part.words("worried"),
        f"mark-{worker}": part.first_mark,
    }
    for stood in reversed(part.standing):
        for child, rating in stood.ratings.items():
            values[f"own-risk-{worker}-{child}"] = str(rating.get("risk") or "")
            values[f"own-safety-{worker}-{child}"] = _figure(rating.get("safety"))
    return values


def _saved_values(found: Gathered) -> dict[str, str]:
    if found.before is None:
        return {}
    newest = found.before.newest
    values = {field: getattr(newest, name) for name, field in TEXTS.items()}
    values |= {f"here-{worker}": state for worker, state in newest.attendance.items()}
    for child, rating in newest.agreed.items():
        values[f"risk-{child}"] = str(rating.get("risk") or "")
        values[f"safety-{child}"] = _figure(rating.get("safety"))
    values |= {f"way-{child}": way for child, way in newest.trajectory.items()}
    for row, view in enumerate(newest.dissent, start=1):
        values |= {f"dissent-{name}-{row}": str(view.get(name) or "") for name in DISSENT}
    told, fgdm = newest.family_told, newest.fgdm_considered
    values |= {f"told-{name}": str(told.get(name) or "") for name in ("how", "by", "on")}
    considered = fgdm.get("considered")
    values["fgdm"] = "" if considered is None else ("yes" if considered else "no")
    values["fgdm-reason"] = str(fgdm.get("reason") or "")
    values["next-due"] = newest.next_due.isoformat() if newest.next_due else ""
    return values


def _figure(safety: object) -> str:
    return "" if safety is None else str(safety)
