"""What is proposed for each item, by when an answer is due, and what is built from decisions."""

import calendar
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.subject_access import rules
from exports.subject_access.rules import Decision, Item, SavedRequest, Step, Subject

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ME, OTHER = "me", "other"
SUBJECT = Subject(id=ME, asks="self")


def item(**changes: object) -> Item:
    return msgspec.structs.replace(
        Item(
            kind="entry", object_id="e", at=NOON, title="Home visit", text="We talked.", by="Jo",
            discipline="social_worker", mark="team", about=(ME,),
        ),
        **changes,
    )  # fmt: skip


def request(*steps: tuple[str, date], asked_on: date = date(2026, 1, 31)) -> SavedRequest:
    return SavedRequest(
        id="r", family_id="f", person_id=ME, asks="self", asked_on=asked_on, words="", by_name="Io",
        recorded_by="officer",
        steps=tuple(
            Step(kind=kind, happens_on=on, words="", by_name="", recorded_by="", fingerprint="",
                 recorded_at=NOON) for kind, on in steps
        ),
    )  # fmt: skip


def decision(choice: rules.Choice, *left_out: str) -> Decision:
    return Decision(
        id="d", item="i", choice=choice, ground="", leave_out=left_out, words="", by_name="",
        recorded_by="officer", recorded_at=NOON,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("own", "over", "choice", "ground"),
    [
        ("team", ("survivor_protected", (OTHER,)), "withhold", "serious_harm"),
        ("team", ("legal_privileged", ()), "withhold", "legal_advice"),
        ("team", ("third_party", ()), "withhold", "third_party"),
        ("family_shared", ("team", (ME,)), "withhold", "serious_harm"),
        ("health_restricted", ("child_private", (OTHER,)), "withhold", "childs_wish"),
        ("team", ("adult_private", (ME,)), "give", ""),
    ],
)
def test_every_mark_that_was_laid_over_it_counts(
    own: str, over: tuple[str, tuple[str, ...]], choice: str, ground: str
) -> None:
    proposal = rules.propose(item(mark=own, over=(over,)), SUBJECT)
    assert (proposal.choice, proposal.ground) == (choice, ground)


@pytest.mark.parametrize(
    ("made", "choice", "ground"),
    [
        (item(), "give", ""),
        (item(mark="family_shared"), "give", ""),
        (item(persons=(ME,)), "withhold", "serious_harm"),
        (item(persons=(OTHER,)), "give", ""),
        (item(mark="survivor_protected", persons=(ME,)), "withhold", "serious_harm"),
        (item(mark="survivor_protected", about=(OTHER,)), "withhold", "serious_harm"),
        (item(mark="staff_safety"), "withhold", "serious_harm"),
        (item(mark="third_party", persons=(OTHER,)), "withhold", "third_party"),
        (item(mark="legal_privileged"), "withhold", "legal_advice"),
        (item(mark="adult_private", persons=(ME,)), "give", ""),
        (item(mark="adult_private", persons=(OTHER,)), "withhold", "third_party"),
        (item(mark="child_private", persons=(OTHER,)), "withhold", "childs_wish"),
        (item(mark="child_private", persons=(ME,)), "give", ""),
        (item(mark="health_restricted"), "withhold", "health_harm"),
        (item(mark="health_restricted", about=(OTHER,)), "withhold", "third_party"),
        (item(wish="no", about=(OTHER,)), "withhold", "childs_wish"),
        (item(wish="no"), "give", ""),
    ],
)
def test_proposes_by_mark_person_and_wish(made: Item, choice: str, ground: str) -> None:
    proposal = rules.propose(made, SUBJECT)

    assert (proposal.choice, proposal.ground) == (choice, ground)


@pytest.mark.parametrize(
    "made",
    [
        item(mark="health_restricted"),
        item(mark="survivor_protected"),
    ],
)
def test_asks_first_before_what_may_harm_the_person_themselves(made: Item) -> None:
    assert rules.propose(made, SUBJECT).must_ask


def test_a_parent_who_asks_for_a_child_is_not_given_what_the_child_wished_to_keep() -> None:
    child = Subject(id=ME, asks="parent")

    for made in (item(wish="no"), item(mark="child_private", persons=(ME,))):
        proposal = rules.propose(made, child)
        assert (proposal.choice, proposal.must_ask) == ("withhold", True)


def test_words_that_the_gate_finds_are_proposed_to_be_left_out() -> None:
    proposal = rules.propose(item(), SUBJECT, flagged=["12 Elm Road", "12 Elm Road"])

    assert (proposal.choice, proposal.leave_out) == ("part", ("12 Elm Road",))


def test_what_touches_the_unseen_is_kept_out_and_what_may_tell_is_read_first() -> None:
    unseen = rules.propose(item(), SUBJECT, flagged=["12 Elm Road"], unseen=True)
    look = rules.propose(item(), SUBJECT, look=True)

    assert (unseen.choice, unseen.leave_out, unseen.why) == ("withhold", (), rules.UNSEEN)
    assert (look.choice, look.why) == ("give", rules.LOOK)


def test_what_is_given_is_built_from_what_is_kept() -> None:
    made = item(text="She lives at 12 Elm Road now.")

    assert rules.given(made, decision("give")) == made.text
    assert rules.given(made, decision("withhold")) == ""
    assert rules.given(made, decision("part", "12 Elm Road")) == "She lives at … now."


def test_new_words_are_decided_on_anew() -> None:
    assert item(text="a").key != item(text="b").key
    assert item(text="a").key == item(text="a").key


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 14))
def test_a_month_later_is_the_same_day_or_the_last_of_its_month(day: date, months: int) -> None:
    later = rules.months_later(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    last = calendar.monthrange(later.year, later.month)[1]
    assert later.day == min(day.day, last)


def test_the_clock_begins_when_we_know_who_is_asking() -> None:
    assert rules.due_on(request(), today=NOON.date()) == date(2026, 2, 28)
    known = request(("identity", date(2026, 2, 10)))
    assert rules.due_on(known, today=NOON.date()) == date(2026, 3, 10)


def test_a_complex_request_has_two_more_months() -> None:
    made = request(("identity", date(2026, 2, 10)), ("extended", date(2026, 2, 20)))

    assert rules.due_on(made, today=NOON.date()) == date(2026, 5, 10)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=6))
def test_the_clock_stands_still_while_something_is_made_clear(waits: list[int]) -> None:
    day, steps = date(2026, 2, 1), []
    for wait in waits:
        steps.append(("paused", day))
        day += timedelta(days=wait)
        steps.append(("resumed", day))
        day += timedelta(days=1)
    made = request(*steps, asked_on=date(2026, 1, 15))

    due = rules.due_on(made, today=day)

    assert due == date(2026, 2, 15) + timedelta(days=sum(waits))
    assert not made.is_paused


def test_a_check_counts_for_exactly_the_decisions_that_were_looked_at() -> None:
    step = Step(kind="checked", happens_on=NOON.date(), words="", by_name="", recorded_by="x",
                fingerprint="these", recorded_at=NOON)  # fmt: skip
    made = msgspec.structs.replace(request(), steps=(step,))

    assert rules.is_checked(made, mark="these")
    assert not rules.is_checked(made, mark="others")
    sent_back = msgspec.structs.replace(step, kind="returned")
    assert not rules.is_checked(
        msgspec.structs.replace(made, steps=(step, sent_back)), mark="these"
    )
