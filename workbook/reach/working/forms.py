"""The page of who works with a family, and that of one worker of the team."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import msgspec

from workbook.families.rules import FamilyFile
from workbook.reach.working.service import Given
from workbook.staff.access import DISCIPLINES
from workbook.staff.rules import StaffMember
from workbook.web.filters import day, short_day
from workbook.web.forms import Form, WithProblems
from workbook.web.parts import Identity, SideNavigation
from workbook.web.questions import Option

LONGEST_COVER = timedelta(days=92)


class WorksLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works with the family or covers it; `end` is the form’s value that ends it."""

    name: str
    discipline: str
    employer: str
    when: str
    end: str = ""


class GivePart(WithProblems, frozen=True, kw_only=True):
    """The form that gives a worker a family, or all families of a colleague."""

    action: str
    staff: tuple[Option, ...]
    worker: str
    covers: str
    starts: str
    ends: str
    only_cover: bool = False


class WorkersPage(msgspec.Struct, frozen=True, kw_only=True):
    """Who works with the family, who covers, who did; the forms for the manager alone."""

    identity: Identity
    side: SideNavigation
    working: tuple[WorksLine, ...]
    covering: tuple[WorksLine, ...]
    before: tuple[WorksLine, ...]
    give: GivePart | None
    close_href: str
    is_closed: bool


class WorkerPage(msgspec.Struct, frozen=True, kw_only=True):
    """One worker of the team: their families, cover for all of them, and leaving."""

    heading: str
    about: str
    families: tuple[tuple[str, str], ...]
    give: GivePart
    leave_action: str


def works_lines(
    family: FamilyFile, *, today: date, ends: bool
) -> tuple[tuple[WorksLine, ...], tuple[WorksLine, ...]]:
    """Return those who work with the family, and those who did or will."""
    now: list[WorksLine] = []
    others: list[WorksLine] = []
    for one in family.workers:
        until = f", until {day(one.ends_on)}" if one.ends_on else ""
        is_working = one.is_working(today)
        line = WorksLine(
            name=one.name,
            discipline=one.discipline,
            employer=one.employer,
            when=f"Since {day(one.starts_on)}{until}"
            if is_working
            else f"From {day(one.starts_on)}{until}",
            end=one.involvement_id if ends and (one.ends_on is None or one.ends_on > today) else "",
        )
        (now if is_working else others).append(line)
    return tuple(now), tuple(others)


def cover_lines(family: FamilyFile, *, now: datetime, ends: bool) -> tuple[WorksLine, ...]:
    """Return those who cover now or will, the soonest to end first."""
    return tuple(
        WorksLine(
            name=way.name,
            discipline=way.discipline,
            employer=way.employer,
            when=f"Covers from {short_day(way.starts_at)}"
            f" until {short_day(way.ends_at - timedelta(minutes=1))}",
            end=way.id if ends else "",
        )
        for way in sorted(family.ways, key=lambda way: way.ends_at)
        if way.kind == "cover" and way.ends_at > now
    )


def give_part(
    staff: Iterable[StaffMember],
    *,
    action: str,
    today: date,
    only_cover: bool = False,
    form: Form | None = None,
) -> GivePart:
    """Return the form as typed so far."""
    return GivePart(
        action=action,
        staff=tuple(
            Option(one.id, f"{one.name}, {DISCIPLINES[one.discipline]}, {one.team_name}")
            for one in staff
        ),
        worker=form.one("worker") if form else "",
        covers=form.one("covers") if form else "",
        starts=form.one("starts") if form else today.isoformat(),
        ends=form.one("ends") if form else "",
        only_cover=only_cover,
        problems=form.problems if form else (),
    )


def read_given(
    form: Form, staff: Iterable[StaffMember], *, today: date, only_cover: bool = False
) -> Given:
    """Read who, as what, from when to when. Cover ends; nothing begins in the past."""
    worker = form.choice("worker", [one.id for one in staff], required="Choose who")
    covers = "covers" if only_cover else form.choice(
        "covers", ("works", "covers"), required="Choose whether they work with the family or cover"
    )  # fmt: skip
    starts = form.day("starts", required="Enter the first day") or today
    ends = form.day("ends", required="Enter the last day of cover" if covers == "covers" else "")
    if starts < today:
        form.refuse("starts", "Enter today or a day after it")
    if ends is not None and ends < starts:
        form.refuse("ends", "Enter the first day or a day after it")
    if covers == "covers" and ends is not None and ends - starts > LONGEST_COVER:
        form.refuse("ends", "Cover lasts three months at most. Or choose “works with the family”")
    return Given(worker_id=worker, covers=covers == "covers", starts_on=starts, ends_on=ends)
