"""The retention schedule: what it says of a thousand made-up children, and how it may change."""

import random
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from workbook.errors import BadScheduleError
from workbook.retention.rules import (
    ChildFacts,
    FamilyFacts,
    Outcome,
    StageFact,
    outcome,
    years_after,
)
from workbook.retention.schedules import OWN, changed, load_schedule

SCHEDULE = load_schedule()
TODAY = date(2026, 11, 22)
FAR = date(2400, 1, 1)


def a_child(child_id: str = "kim", **given: object) -> ChildFacts:
    return msgspec.convert({"id": child_id, "born": date(2016, 4, 2), **given}, ChildFacts)


def a_family(*children: ChildFacts, **given: object) -> FamilyFacts:
    closed = date(2026, 1, 31)
    values = {"id": "f", "reference": "T-1", "team_id": "t", "closed_on": closed,
              "last_contact": closed, "children": list(children)}  # fmt: skip
    return msgspec.convert(values | given, FamilyFacts)


def said(family: FamilyFacts, today: date = TODAY, **more: date) -> Outcome:
    return outcome(family, SCHEDULE, today=today, **more)


def on_plan(category: str = "neglect") -> StageFact:
    return StageFact("child_protection_plan", date(2025, 1, 1), category)


def looked_after() -> StageFact:
    return StageFact("looked_after", date(2025, 1, 1))


def test_a_child_in_need_is_kept_to_the_thirtieth_birthday() -> None:
    found = said(a_family(a_child()))

    assert (found.state, found.rule, found.keep_until) == (
        "keep",
        "child_in_need",
        date(2046, 4, 2),
    )
    assert said(a_family(a_child()), date(2046, 4, 2)).state == "keep"
    assert said(a_family(a_child()), date(2046, 4, 3)).state == "due"


def test_the_longest_of_all_that_holds_wins() -> None:
    plan = said(a_family(a_child(stages=(on_plan(),))))
    sexual = said(a_family(a_child(stages=(on_plan("sexual"),))))
    care = said(a_family(a_child(stages=(on_plan(), looked_after()))))

    assert (plan.rule, plan.keep_until) == ("child_protection", date(2061, 1, 31))
    assert (sexual.rule, sexual.keep_until) == ("child_sexual_abuse", date(2091, 4, 2))
    assert care.keep_until == date(2091, 4, 2)


def test_the_record_of_siblings_is_kept_as_long_as_the_longest() -> None:
    elder, younger = a_child("a", born=date(2010, 1, 1)), a_child("b", born=date(2020, 6, 1))

    found = said(a_family(elder, younger))

    assert found.keep_until == date(2050, 6, 1)
    assert {line.person for line in found.lines} == {"a", "b", ""}


def test_a_looked_after_child_who_died_is_kept_fifteen_years_from_then() -> None:
    lived = a_child(stages=(looked_after(),))
    died = a_child(born=date(2009, 4, 2), died=date(2027, 3, 1), stages=(looked_after(),))
    grown = a_child(born=date(2000, 4, 2), died=date(2020, 3, 1), stages=(looked_after(),))

    assert said(a_family(lived)).rule == "looked_after"
    assert said(a_family(died)).rule == "looked_after_died"
    assert said(a_family(died)).keep_until == date(2042, 3, 1)
    assert said(a_family(grown)).rule == "looked_after"


def test_an_adoption_is_kept_a_hundred_years_from_the_order() -> None:
    adopted = a_child(stages=(looked_after(), StageFact("adoption_order", date(2028, 2, 29))))

    assert said(a_family(adopted)).keep_until == date(2128, 2, 29)


def test_where_there_is_no_29_february_a_day_longer_is_kept() -> None:
    assert years_after(date(2016, 2, 29), 30) == date(2046, 3, 1)
    assert years_after(date(2016, 2, 29), 4) == date(2020, 2, 29)


def test_what_is_open_or_came_back_is_never_due() -> None:
    assert said(a_family(a_child(), closed_on=None), FAR).state == "open"
    assert said(a_family(a_child(is_elsewhere=True)), FAR).state == "open"


def test_a_birthday_that_is_not_known_is_asked_about_and_never_due() -> None:
    unborn = a_child("bump", born=None, is_unborn=True)
    unknown = a_child("sam", born=None, died=date(2020, 1, 1), stages=(looked_after(),))

    for child in (unborn, unknown):
        found = said(a_family(a_child(), child), FAR)
        assert (found.state, found.asks) == ("asked", (child.id,))
    assert said(a_family(), FAR).state == "asked"


def test_a_hold_keeps_what_was_promised_from_being_shortened() -> None:
    promised = date(2090, 1, 1)

    assert said(a_family(a_child()), not_before=promised).keep_until == promised
    assert said(a_family(a_child()), not_before=date(2030, 1, 1)).keep_until == date(2046, 4, 2)


def synthetic(chance: random.Random, number: int) -> ChildFacts:
    born = date(1990, 1, 1) + timedelta(days=chance.randrange(13_000))
    stages = [
        StageFact(stage, born + timedelta(days=chance.randrange(6_000)),
                  chance.choice(["neglect", "emotional", "physical", "sexual"])
                  if stage == "child_protection_plan" else "")
        for stage in ("child_in_need", "child_protection_plan", "pre_proceedings", "proceedings",
                      "looked_after", "adoption_order")
        if chance.random() < 0.25
    ]  # fmt: skip
    fate = chance.random()
    return ChildFacts(
        id=f"c{number}",
        is_unborn=fate < 0.04,
        born=None if fate < 0.08 else born,
        died=born + timedelta(days=chance.randrange(9_000)) if 0.08 <= fate < 0.2 else None,
        stages=tuple(stages),
        is_elsewhere=0.2 <= fate < 0.25,
    )


def least(child: ChildFacts, last_contact: date) -> date:
    """Say without the schedule's own words how long one child's record is kept at least."""
    assert child.born is not None
    stages = {one.stage for one in child.stages}
    ends = [child.born.replace(year=child.born.year + 30, day=1)]
    if any(one.category == "sexual" for one in child.stages):
        ends.append(child.born.replace(year=child.born.year + 75, day=1))
    if stages & {"looked_after", "proceedings"}:
        too_young = child.died is not None and (child.died - child.born).days < 17.9 * 365.25
        if too_young and child.died:
            ends.append(child.died.replace(year=child.died.year + 15, day=1))
        elif child.died is None:
            ends.append(child.born.replace(year=child.born.year + 75, day=1))
    if stages & {"child_protection_plan", "pre_proceedings"}:
        ends.append(last_contact.replace(year=last_contact.year + 35, day=1))
    ends += [
        one.starts_on.replace(year=one.starts_on.year + 100, day=1)
        for one in child.stages
        if one.stage == "adoption_order"
    ]
    return max(ends)


def test_a_thousand_made_up_children_are_each_kept_as_long_as_the_longest_rule() -> None:
    chance = random.Random(20261122)  # noqa: S311 -- made-up children, the same each time
    children, seen = 0, dict.fromkeys(("open", "asked", "keep", "due"), 0)
    while children < 1_000:
        family_children = tuple(
            synthetic(chance, children + n) for n in range(chance.randint(1, 5))
        )
        children += len(family_children)
        contact = date(2000, 1, 1) + timedelta(days=chance.randrange(9_800))
        closed = contact if chance.random() < 0.9 else None
        family = a_family(*family_children, closed_on=closed, last_contact=contact)
        today = date(2027, 1, 1) + timedelta(days=chance.randrange(45_000))
        found = said(family, today)
        seen[found.state] += 1

        unknown = [one for one in family_children if one.born is None or one.is_unborn]
        if closed is None or any(one.is_elsewhere for one in family_children):
            assert found.state == "open"
        elif unknown:
            assert (found.state, set(found.asks)) == ("asked", {one.id for one in unknown})
            assert said(family, FAR).state == "asked"
        else:
            assert found.keep_until is not None
            assert found.keep_until >= max(least(one, contact) for one in family_children)
            alone = [said(a_family(one, closed_on=closed, last_contact=contact)).keep_until
                     for one in family_children]  # fmt: skip
            assert found.keep_until == max(day for day in alone if day)
            assert (found.state == "due") == (today > found.keep_until)

    print(f"{children:,} children: {seen}")
    assert all(count >= 10 for count in seen.values())


def test_a_published_schedule_never_changes() -> None:
    assert changed() == []


def test_every_rule_says_on_whose_authority() -> None:
    assert all("[" in rule.authority for rule in SCHEDULE.rules)
    assert SCHEDULE.draft_days == 30


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ("years = 30", "yaers = 30", "yaers"),
        ('key = "quiet"', 'key = "adoption"', "Two rules are called adoption"),
        ('instead_of = "looked_after"', 'instead_of = "nothing"', "which there is not"),
        ("died_before = 18", "", "go together"),
        ('covers = "family"\ntrigger = "last_contact"', 'covers = "family"\ntrigger = "birthday"',
         "cannot begin with birthday"),
        ("years = 30", "years = 0", "for how many years"),
        ("days = 30", "", "for how many days"),
        ('stages = ["adoption_order"]', "", "which stages"),
        ('authority = "Own rule [security 5]"', 'authority = ""', "its authority"),
        ('covers = "child"\ntrigger = "birthday"\nyears = 30',
         'covers = "child"\nstages = ["x"]\ntrigger = "birthday"\nyears = 30', "every child"),
        ('covers = "family"', 'covers = "part"', "as a whole"),
    ],
)  # fmt: skip
def test_a_schedule_that_is_wrong_is_refused(
    tmp_path: Path, was: str, becomes: str, problem: str
) -> None:
    text = (OWN / "v1.toml").read_text()
    assert was in text
    own = tmp_path / "own.toml"
    own.write_text(text.replace(was, becomes, 1))

    with pytest.raises(BadScheduleError) as refused:
        load_schedule(str(own))

    assert problem in "\n".join(refused.value.problems)


def test_a_council_may_name_its_own(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text((OWN / "v1.toml").read_text().replace("years = 30", "years = 40"))

    assert load_schedule(str(own)).rule("child_in_need").years == 40
    assert load_schedule(str(own)).name != SCHEDULE.name
    with pytest.raises(BadScheduleError):
        load_schedule(str(tmp_path / "none.toml"))
