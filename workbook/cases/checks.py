"""Checks of a case that no single line can answer. Each finds one kind of mistake."""

from collections.abc import Collection, Mapping
from typing import Final

from modules.catalogue import Catalogue
from workbook.cases import answer_checks, entry_checks, supervision_checks
from workbook.cases.entry_shapes import Case
from workbook.cases.known import ALL, Known, Problems, Spot
from workbook.cases.problems import Problem

FAMILY: Final = "family.json"
LED: Final = "family_led.json"
NOT_NOW: Final = ("declined", "not_ready")


def problems_of(
    case: Case, catalogue: Catalogue, *, unread: Mapping[str, Collection[str]]
) -> list[Problem]:
    """Run every check and return every problem, so that a folder can be mended in one go."""
    known = Known.of(case, unread)
    found = [problem for check in CHECKS for problem in check(case, known)]
    found += [p for check in entry_checks.CHECKS for p in check(case, known)]
    found += [p for check in supervision_checks.CHECKS for p in check(case, known)]
    return [*found, *answer_checks.answers_fit(case, known, catalogue)]


def ids_are_given_once(case: Case, known: Known) -> Problems:
    """An id names one thing; a person and a worker never share one."""
    del known
    taken: dict[str, str] = {}
    for person in case.persons:
        if person.id in taken:
            yield Spot(FAMILY, person.line).wrong(
                f"persons: the id {person.id!r} is taken; give this person another"
            )
        taken[person.id] = "person"
    for worker in case.workers:
        if worker.id in taken:
            yield Spot(FAMILY, worker.line).wrong(
                f"workers: the id {worker.id!r} is a {taken[worker.id]}’s already; give another"
            )
        taken[worker.id] = "worker"
    for what, named in (("households", case.households), ("change_goals", case.change_goals)):
        seen: set[str] = set()
        for each in named:
            if each.id in seen:
                yield Spot(FAMILY, each.line).wrong(
                    f"{what}: the id {each.id!r} is taken; give another"
                )
            seen.add(each.id)


def workers_are_different(case: Case, known: Known) -> Problems:
    """Two ids never name the same worker, or their words could not be told apart."""
    del known
    seen = set()
    for worker in case.workers:
        spot = Spot(FAMILY, worker.line)
        who = (worker.name, worker.discipline, worker.employer)
        if who in seen:
            yield spot.wrong(f"workers: {worker.id!r} is listed under another id; use one id")
        seen.add(who)
        yield from spot.span("workers", worker.starts, worker.ends)


def persons_have_possible_dates(case: Case, known: Known) -> Problems:
    """A person is born or due, not both, and dies after being born."""
    del known
    for person in case.persons:
        spot = Spot(FAMILY, person.line)
        if person.born is not None and person.due is not None:
            yield spot.wrong("persons: has both born and due; keep one")
        yield from spot.span("persons: died", person.born, person.died)


def ties_join_two_people(case: Case, known: Known) -> Problems:
    """A tie, or parental responsibility, joins two people who are known and different."""
    for tie in case.relationships:
        spot = Spot(FAMILY, tie.line)
        yield from spot.named("relationships", (tie.a, tie.b), known.persons, "person")
        if tie.a == tie.b:
            yield spot.wrong(f"relationships: {tie.a!r} is tied to themselves; mend an id")
        yield from spot.span("relationships", tie.starts, tie.ends)
    for held in case.parental_responsibility:
        spot = Spot(FAMILY, held.line)
        yield from spot.named("parental_responsibility", (held.adult,), known.grown, "adult")
        yield from spot.named("parental_responsibility", (held.child,), known.children, "child")


def homes_hold_known_people(case: Case, known: Known) -> Problems:
    """Homes and ways to reach people name people who are known."""
    for home in case.households:
        spot = Spot(FAMILY, home.line)
        yield from spot.named("known_by", home.known_by, known.persons, "person")
        yield from spot.named("members", (m.person for m in home.members), known.persons, "person")
        for member in home.members:
            yield from spot.span(f"members, {member.person}", member.starts, member.ends)
    for contact in case.contact_details:
        spot = Spot(FAMILY, contact.line)
        yield from spot.named("contact_details", (contact.person,), known.persons, "person")


def legal_stages_fit(case: Case, known: Known) -> Problems:
    """A legal stage is a child's, and a category goes with a protection plan alone."""
    for stage in case.legal_stages:
        spot = Spot(FAMILY, stage.line)
        yield from spot.named("legal_stages", (stage.child,), known.children, "child")
        yield from spot.span("legal_stages", stage.starts, stage.ends)
        planned = stage.stage == "child_protection_plan"
        if planned and stage.category is None:
            yield spot.wrong("legal_stages: a protection plan needs its category; add it")
        if not planned and stage.category is not None:
            yield spot.wrong("legal_stages: only a protection plan has a category; take it out")


def family_dates_fit(case: Case, known: Known) -> Problems:
    """A family is closed after it is opened."""
    del known
    spot = Spot(FAMILY, case.family.line)
    yield from spot.span("closed_on", case.family.opened_on, case.family.closed_on)


def goals_and_withholdings_name_people(case: Case, known: Known) -> Problems:
    """A goal has an owner and a child; what is withheld is withheld from somebody."""
    for goal in case.change_goals:
        spot = Spot(FAMILY, goal.line)
        yield from spot.named("for_child", (goal.for_child,), known.children | {ALL}, "child")
        yield from spot.named("owner", (goal.owner,), known.persons, "person")
    for held in case.withheld:
        spot = Spot(FAMILY, held.line)
        yield from spot.named("withheld from", held.from_persons, known.persons, "person")
        if not held.from_persons:
            yield spot.wrong("withheld: from is empty; say from whom it is kept")


def network_is_known(case: Case, known: Known) -> Problems:
    """The network register lists each person once, seen by children who are known."""
    seen: set[str] = set()
    for each in case.network:
        spot = Spot(LED, each.line)
        if each.person in seen:
            yield spot.wrong(f"network: {each.person!r} is listed twice; take one out")
        seen.add(each.person)
        yield from spot.named("network", (each.person,), known.persons, "person")
        yield from spot.named("closeness", each.closeness, known.children, "child")
        yield from spot.named("must_not_meet", each.must_not_meet, known.persons, "person")


def offers_say_what_is_next(case: Case, known: Known) -> Problems:
    """An offer is made by a worker, and one that was not taken up is made again."""
    for offer in case.fgdm_offers:
        spot = Spot(LED, offer.line)
        workers = (offer.by, offer.coordinator)
        yield from spot.named("fgdm_offers", workers, known.workers, "worker")
        people = [each.person for each in offer.responses]
        yield from spot.named("responses", people, known.persons, "person")
        yield from spot.once("responses", people)
        not_now = any(each.response in NOT_NOW for each in offer.responses)
        if not_now and offer.reoffer_due is None:
            yield spot.wrong("fgdm_offers: somebody is not ready; add reoffer_due")


def meetings_and_plans_name_people(case: Case, known: Known) -> Problems:
    """Meetings keep private family time; meetings, plans and decisions name known people."""
    for meeting in case.meetings:
        spot = Spot(LED, meeting.line)
        yield from spot.named("coordinator", (meeting.coordinator,), known.workers, "worker")
        people = (*meeting.attended, *meeting.separate_part)
        yield from spot.named("meetings", people, known.persons, "person")
        if not meeting.private_family_time:
            yield spot.wrong("meetings: private_family_time is always true; mend it")
    versions = set()
    for plan in case.family_plan:
        spot = Spot(LED, plan.line)
        if plan.version in versions:
            yield spot.wrong(f"family_plan: version {plan.version} is there twice; number it anew")
        versions.add(plan.version)
        who = [each for line in plan.lines for each in line.who]
        yield from spot.named("who", who, known.persons | known.workers, "person")
        people = (plan.watches, *(each.person for each in plan.agreed_by))
        yield from spot.named("family_plan", people, known.persons, "person")
    for made in case.decisions:
        spot = Spot(LED, made.line)
        people = (*made.knew, *made.involved, *(each.person for each in made.views))
        yield from spot.named("decisions", people, known.persons, "person")


CHECKS: Final = (
    ids_are_given_once,
    workers_are_different,
    persons_have_possible_dates,
    ties_join_two_people,
    homes_hold_known_people,
    legal_stages_fit,
    family_dates_fit,
    goals_and_withholdings_name_people,
    network_is_known,
    offers_say_what_is_next,
    meetings_and_plans_name_people,
)
