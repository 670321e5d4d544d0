"""What the family and network page says of the network: the register, goals, offers, the plan."""

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from workbook.entries.rules import SavedRuler
from workbook.families.rules import FamilyFile
from workbook.families.showing import Keeping, named, place_keeping
from workbook.network.rules import (
    ASKED_ABOUT,
    HOW,
    RESPONSES,
    SIDES,
    RegisteredPerson,
    SavedOffer,
    SavedPlan,
)
from workbook.web.filters import day, join_names, plural


class NetworkLine(msgspec.Struct, frozen=True, kw_only=True):
    """One person of the network, and what the register holds of them."""

    name: str
    facts: tuple[tuple[str, str], ...]
    keeping: Keeping


class SideLines(msgspec.Struct, frozen=True, kw_only=True):
    """The network on one side."""

    title: str
    empty: str
    people: tuple[NetworkLine, ...]


class GoalLine(msgspec.Struct, frozen=True, kw_only=True):
    """One change goal, whose it is and the last rulers."""

    words: str
    owner: str
    about: str
    rulers: str


class OfferLine(msgspec.Struct, frozen=True, kw_only=True):
    """One offer of a family meeting, and each answer."""

    said: str
    answers: tuple[str, ...]


class PlanShown(msgspec.Struct, frozen=True, kw_only=True):
    """The newest version of the family's own plan."""

    said: str
    rows: tuple[tuple[str, str, str, str, str], ...]
    facts: tuple[tuple[str, str], ...]


def network(
    family: FamilyFile, *, register: dict[str, RegisteredPerson], reader: str
) -> tuple[SideLines, ...]:
    """Return the network by side. An empty mother’s or father’s side is said, not left out."""
    lines = []
    for side, title in SIDES.items():
        people = [one for one in family.network if one.side == side]
        if people or side in ASKED_ABOUT:
            lines.append(
                SideLines(
                    title=title,
                    empty=f"No one recorded on the {title[0].lower()}{title[1:]}. "
                    "Ask who there is, and whether they may be contacted.",
                    people=tuple(
                        NetworkLine(
                            name=one.name,
                            facts=tuple(_facts(family, register.get(one.id))),
                            keeping=place_keeping(family, one, reader=reader),
                        )
                        for one in people
                    ),
                )
            )
    return tuple(lines)


def _facts(family: FamilyFile, known: RegisteredPerson | None) -> Iterator[tuple[str, str]]:
    if known is None:
        yield ("Register", "Not asked yet")
        return
    close = [
        f"{child.first_name} {known.closeness[child.id]}"
        for child in family.children
        if child.id in known.closeness
    ]
    consents = {"yes": "Yes", "no": "No"}
    facts = (
        ("Who they are", known.tie),
        ("How close, 0 to 10, the children say", join_names(close)),
        ("We may hold their details", consents.get(known.consent_to_hold, "Not asked yet")),
        ("We may contact them", consents.get(known.consent_to_contact, "Not asked yet")),
        ("Can offer", join_names(known.offers)),
        ("Worries", known.worries),
        ("Must not meet", named(family, known.must_not_meet)),
        ("Must not know", join_names(known.must_not_know)),
    )
    yield from ((label, words) for label, words in facts if words)


def goals(family: FamilyFile, *, rulers: Sequence[SavedRuler]) -> tuple[GoalLine, ...]:
    """Return the change goals with their owners' last rulers. `rulers` are oldest first."""
    newest = {(each.goal_id, each.adult_id): each for each in rulers}
    return tuple(
        GoalLine(
            words=goal.words,
            owner=named(family, [goal.owner_id]),
            about=named(family, [goal.child_id]) if goal.child_id else "All the children",
            rulers=_rulers(newest.get((goal.id, goal.owner_id))),
        )
        for goal in family.goals
    )


def _rulers(newest: SavedRuler | None) -> str:
    if newest is None:
        return "Not asked yet"
    figures = (
        ("Importance", newest.importance),
        ("confidence", newest.confidence),
        ("readiness", newest.readiness),
    )
    said = ", ".join(f"{name} {figure}" for name, figure in figures if figure is not None)
    return f"{said} ({day(newest.occurred_at)})"


def offers_made(family: FamilyFile, *, offers: Sequence[SavedOffer]) -> tuple[OfferLine, ...]:
    """Return the offers of a family meeting, newest first."""
    lines = []
    for offer in offers:
        by = family.names.get(offer.offered_by, "")
        how = HOW.get(offer.how, offer.how.replace("_", " "))
        said = f"{day(offer.offered_on)}, {how}{f', by {by}' if by else ''}"
        if offer.referral_sent:
            said += f". Referral sent on {day(offer.referral_sent)}"
        answers = []
        for given in offer.responses:
            if one := family.member(str(given.get("person", ""))):
                words = given.get("words") or given.get("worker_reason")
                response = RESPONSES.get(str(given.get("response", "")), "")
                answers.append(f"{one.name}: {response}{f'. “{words}”' if words else ''}")
        lines.append(OfferLine(said=said, answers=tuple(answers)))
    return tuple(lines)


def plan_shown(family: FamilyFile, plan: SavedPlan | None) -> PlanShown | None:
    """Return the family's plan in their words; None when there is none yet."""
    if plan is None:
        return None
    return PlanShown(
        said=f"Version {plan.version}, made on {day(plan.made_on)}",
        rows=tuple(
            (
                str(line.get("what", "")),
                named(family, line.get("who", ())),
                _day_said(line.get("starts")),
                str(line.get("how_often", "")),
                str(line.get("if_not", "")),
            )
            for line in plan.lines
        ),
        facts=tuple(_plan_facts(family, plan)),
    )


def _plan_facts(family: FamilyFile, plan: SavedPlan) -> Iterator[tuple[str, str]]:
    agreed = [
        f"{one.name}{'' if view == 'yes' else f' ({view})'}"
        for each in plan.agreed_by
        if (one := family.member(str(each.get("person", ""))))
        for view in [str(each.get("view", ""))]
    ]
    facts = (
        ("If it does not hold", plan.contingency),
        ("Who keeps an eye on it", named(family, [plan.watches_id] if plan.watches_id else [])),
        ("Agreed by", join_names(agreed)),
        ("Looked at again on", day(plan.review_on) if plan.review_on else ""),
    )
    yield from ((label, words) for label, words in facts if words)


def _day_said(text: object) -> str:
    try:
        return day(date.fromisoformat(str(text)))
    except ValueError:
        return str(text or "")


def reoffer(due: date | None, *, today: date) -> tuple[str, str]:
    """Say by when to offer again, and whether that is late."""
    if due is None:
        return ("", "ok")
    if due < today:
        return (f"Offer again: {plural((today - due).days, 'day')} late, was {day(due)}", "late")
    return (f"Offer again by {day(due)}", "today" if due == today else "ok")
