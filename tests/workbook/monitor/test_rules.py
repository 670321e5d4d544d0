"""Each rule finds the snooper that was put there, and asks little of an ordinary month."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from workbook.clock import LONDON
from workbook.monitor.rules import (
    Found,
    Hours,
    Opening,
    Span,
    Watched,
    WatchedFamily,
    findings,
    home_marks,
    surname,
)

HOURS = Hours.of("07:00-20:00", most_families=15)
TUESDAY = datetime(2026, 11, 17, 10, tzinfo=UTC)
LONG_AGO = date(2026, 1, 1)
WORKER = Watched(name="Dana Okafor", discipline="social_worker", team_id="here")
FAMILY = WatchedFamily(
    team_id="here", names=("Ann Reed", "Kim Reed"), involved=(Span("w", LONG_AGO, None),)
)


def opening(at: datetime = TUESDAY, family: str = "f", worker: str = "w") -> Opening:
    return Opening(act_id=f"{family}{at.isoformat()}", family_id=family, worker_id=worker, at=at)


def asked(
    *openings: Opening, worker: Watched = WORKER, family: WatchedFamily = FAMILY
) -> list[Found]:
    known = {one.family_id: family for one in openings}
    return findings(openings, staff={"w": worker}, families=known, hours=HOURS)


def rules_of(found: list[Found]) -> list[str]:
    return [one.rule for one in found]


def test_asks_nothing_of_a_worker_who_does_their_work() -> None:
    assert asked(*(opening(TUESDAY + timedelta(minutes=n)) for n in range(30))) == []


@pytest.mark.parametrize("name", ["Sam REED", "Sám Reéd", "Mary Jane Reed"])
def test_finds_a_worker_of_the_same_surname(name: str) -> None:
    worker = Watched(name=name, discipline="social_worker", team_id="here")

    assert rules_of(asked(opening(), worker=worker)) == ["same_surname"]


def test_a_name_of_one_word_has_no_surname() -> None:
    assert surname("Reed") == ""


@pytest.mark.parametrize(
    ("home", "there"),
    [
        ("sw1a 1aa", "12 Elm Road, Brackwater, SW1A1AA"),
        ("07700 900123", "+44 7700 900 123"),
        ("12 Elm Road SW1A 1AA", "12, Elm Road, SW1A 1AA"),
    ],
)
def test_finds_a_worker_who_lives_there_or_shares_a_number(home: str, there: str) -> None:
    worker = Watched(
        name="Dana Okafor", discipline="social_worker", team_id="here", homes=home_marks(home)
    )
    family = WatchedFamily(team_id="here", homes=home_marks(there), involved=FAMILY.involved)

    assert rules_of(asked(opening(), worker=worker, family=family)) == ["same_home"]


def test_a_text_without_a_postcode_or_a_number_says_nothing_of_a_home() -> None:
    assert home_marks("ask for Bob after 6, flat 12") == frozenset()


@pytest.mark.parametrize(
    "spans",
    [
        (),
        (Span("w", LONG_AGO, date(2026, 11, 16)),),
        (Span("w", date(2026, 11, 18), None),),
        (Span("somebody else", LONG_AGO, None),),
    ],
)
def test_finds_a_worker_who_was_not_down_for_the_family(spans: tuple[Span, ...]) -> None:
    family = WatchedFamily(team_id="here", involved=spans)

    assert rules_of(asked(opening(), family=family)) == ["not_involved"]


@pytest.mark.parametrize(("team", "found"), [("here", []), ("there", ["not_involved"])])
def test_a_manager_works_with_every_family_of_their_own_team(team: str, found: list[str]) -> None:
    manager = Watched(name="Pat Lowe", discipline="team_manager", team_id=team)
    family = WatchedFamily(team_id="here")

    assert rules_of(asked(opening(), worker=manager, family=family)) == found


@pytest.mark.parametrize(
    ("here", "late"),
    [
        ("2026-11-17 06:59", True),
        ("2026-11-17 07:00", False),
        ("2026-11-17 19:59", False),
        ("2026-11-17 20:00", True),
        ("2026-11-21 12:00", True),  # a Saturday
        ("2026-12-25 12:00", True),
        ("2026-12-28 12:00", True),  # in the stead of Boxing Day, a Saturday
        ("2026-07-01 07:30", False),
        ("2026-07-01 06:30", True),
    ],
)
def test_knows_the_hours_of_london(here: str, *, late: bool) -> None:
    at = datetime.fromisoformat(here).replace(tzinfo=LONDON).astimezone(UTC)

    assert rules_of(asked(opening(at))) == (["out_of_hours"] if late else [])


def test_finds_who_opens_many_families_within_an_hour_once_a_day() -> None:
    quick = [opening(TUESDAY + timedelta(minutes=n), f"f{n}") for n in range(30)]
    slow = [opening(TUESDAY + timedelta(minutes=5 * n), f"f{n}") for n in range(30)]

    assert [(one.rule, one.family_id) for one in asked(*quick)] == [("many_families", "f15")]
    assert asked(*slow) == []


def test_finds_every_opening_of_a_family_with_staff_in_it_once_a_worker_and_day() -> None:
    family = WatchedFamily(team_id="here", involved=FAMILY.involved, has_staff=True)
    days = [TUESDAY, TUESDAY + timedelta(hours=2), TUESDAY + timedelta(days=1)]

    found = asked(*(opening(at) for at in days), family=family)

    assert [(one.rule, one.on_day.day) for one in found] == [
        ("staff_family", 17), ("staff_family", 18),
    ]  # fmt: skip


def test_says_each_thing_once_a_worker_family_and_day_with_the_first_act() -> None:
    night = TUESDAY.replace(hour=2)
    found = asked(*(opening(night + timedelta(minutes=n)) for n in range(9)))

    assert [(one.rule, one.act_id) for one in found] == [("out_of_hours", opening(night).act_id)]


SURNAMES = [
    "Smith", "Jones", "Khan", "Patel", "Taylor", "Brown", "Okafor", "Reed", "Vane", "Lowe", "Nowak",
    "Begum", "Walker", "Green", "Hall", "Wood", "Clarke", "Hughes", "Ali", "Ward", "Bell", "Cole",
    "Ellis", "Fox", "Grant", "Hart", "Kaur", "Lane", "Marsh", "Nash",
]  # fmt: skip


def test_an_ordinary_month_brings_few_questions() -> None:
    """Twelve workers of one team, sixty families, a few who work late or stand in for others."""
    chance = random.Random(11)  # noqa: S311 -- a month, not a key
    staff = {
        f"w{n}": Watched(
            name=f"Person {chance.choice(SURNAMES)}", discipline="social_worker", team_id="here"
        )
        for n in range(12)
    }
    families, own = {}, {worker: list[str]() for worker in staff}
    for n in range(60):
        workers = chance.sample(sorted(staff), 4)
        name = chance.choice(SURNAMES)
        families[f"f{n}"] = WatchedFamily(
            team_id="here",
            names=tuple(f"{first} {name}" for first in ("Ann", "Kim", "Bo")),
            involved=tuple(Span(worker, LONG_AGO, None) for worker in workers),
        )
        for worker in workers:
            own[worker].append(f"f{n}")
    openings, visits = [], set()
    for day in range(1, 31):
        for worker in staff:
            for _ in range(12 if datetime(2026, 11, day, tzinfo=UTC).weekday() < 5 else 0):
                at = datetime(2026, 11, day, 8, tzinfo=LONDON) + timedelta(
                    minutes=chance.randint(0, 690) + (90 if chance.random() < 0.01 else 0)
                )
                stands_in = chance.random() < 0.005
                family = chance.choice(sorted(families) if stands_in else own[worker])
                openings.append(opening(at.astimezone(UTC), family, worker))
                visits.add((worker, family, day))
    openings.sort(key=lambda one: one.at)

    found = findings(openings, staff=staff, families=families, hours=HOURS)

    namesakes = sum(one.rule == "same_surname" for one in found)
    rate = (len(found) - namesakes) / len(visits)
    print(
        f"\nan ordinary month: {len(openings):,} openings of {len(visits):,} families a day;"
        f" {len(found)} questions ({rate:.1%} without namesakes, {namesakes} of the same surname)"
    )
    assert rate < 0.02
    assert len(found) / len(visits) < 0.08
