"""How a team stands: each social worker's families, visits that are late, supervision."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from workbook.families.rules import FamilyFile
from workbook.home import rules
from workbook.home.rules import Due, VisitRule
from workbook.staff.access import SOCIAL_WORK
from workbook.staff.rules import StaffMember
from workbook.web.filters import plural, short_day, weekday_day
from workbook.web.parts import DueState

NOBODY = "No social worker yet"


class WorkerLine(msgspec.Struct, frozen=True, kw_only=True):
    """One social worker's families in figures."""

    name: str
    href: str
    families: int
    on_plans: int
    late: int


class SupervisedLine(msgspec.Struct, frozen=True, kw_only=True):
    """One family: who works with it, when it was last supervised, when it is to be visited."""

    name: str
    href: str
    worker: str
    plan: str
    supervised: str
    supervised_state: DueState
    visit_due: str
    visit_state: DueState


class TeamPage(msgspec.Struct, frozen=True, kw_only=True):
    """The manager's view of the team."""

    note: str
    workers: tuple[WorkerLine, ...]
    others: tuple[tuple[str, str, str], ...]
    families: tuple[SupervisedLine, ...]


def team_page(
    families: Sequence[FamilyFile],
    *,
    staff: Iterable[StaffMember],
    visits: Mapping[str, date],
    dues: Iterable[Due],
    rule: VisitRule,
    today: date,
) -> TeamPage:
    """Return how the team stands today: most pressing family first, workers by name."""
    staff = list(staff)
    social_workers = [one for one in staff if one.discipline in SOCIAL_WORK]
    team_name = social_workers[0].team_name if social_workers else ""
    due_of = {due.family_id: due for due in dues}
    visit_of = {
        family.id: rules.visit_due(family, last_visit=visits.get(family.id), rule=rule, today=today)
        for family in families
    }
    ordered = sorted(
        families,
        key=lambda one: (due_of[one.id].on if one.id in due_of else date.max, one.name),
    )
    return TeamPage(
        note=", ".join(words for words in (team_name, weekday_day(today)) if words),
        workers=tuple(
            _worker_line(one.id, one.name, families, visit_of=visit_of, today=today)
            for one in social_workers
        ),
        others=tuple(
            (one.name, f"/team/workers/{one.id}", one.discipline)
            for one in staff
            if one.discipline not in SOCIAL_WORK
        ),
        families=tuple(
            _family_line(one, due=due_of.get(one.id), visit=visit_of[one.id], today=today)
            for one in ordered
        ),
    )


def _worker_line(
    worker_id: str,
    name: str,
    families: Iterable[FamilyFile],
    *,
    visit_of: Mapping[str, date | None],
    today: date,
) -> WorkerLine:
    own = [
        family
        for family in families
        if any(worker.id == worker_id for worker in family.working(today))
    ]
    return WorkerLine(
        name=name,
        href=f"/team/workers/{worker_id}",
        families=len(own),
        on_plans=sum(rules.is_on_protection_plan(family, today) for family in own),
        late=sum(rules.visit_state(visit_of[family.id], today) == "late" for family in own),
    )


def _family_line(
    family: FamilyFile, *, due: Due | None, visit: date | None, today: date
) -> SupervisedLine:
    supervised, state = supervised_words(due, today)
    return SupervisedLine(
        name=family.name,
        href=f"/families/{family.id}",
        worker=rules.social_workers(family, today) or NOBODY,
        plan=rules.plan_words(family, today)[0],
        supervised=supervised,
        supervised_state=state,
        visit_due=rules.visit_words(visit, today),
        visit_state=rules.visit_state(visit, today),
    )


def supervised_words(due: Due | None, today: date) -> tuple[str, DueState]:
    """Say when a family was last supervised and whether it should have been again by now."""
    if due is None:
        return ("Not yet", "ok")
    late = due.on < today
    if due.last_on is None:
        return (
            f"Never, was due {short_day(due.on)}" if late else "Not yet",
            rules.visit_state(due.on, today),
        )
    days = plural((today - due.last_on).days, "day")
    return (f"{days} ago, late" if late else f"{days} ago", "late" if late else "ok")
