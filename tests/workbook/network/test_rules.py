"""When a family meeting is to be offered again."""

from datetime import date

from workbook.network.forms import reoffer
from workbook.network.rules import SavedOffer, reoffer_due


def an_offer(on: date, due: date | None) -> SavedOffer:
    return SavedOffer(
        offered_on=on, offered_by="w", how="face", stage="child_in_need", responses=(),
        reoffer_due=due, referral_sent=None, language="",
    )  # fmt: skip


def test_nothing_is_due_where_nothing_was_offered() -> None:
    assert reoffer_due([]) is None
    assert reoffer(None, today=date(2026, 7, 1)) == ("", "ok")


def test_a_later_offer_meets_the_day_of_the_one_before() -> None:
    offers = [
        an_offer(date(2026, 6, 30), None),
        an_offer(date(2026, 5, 15), date(2026, 7, 1)),
    ]

    assert reoffer_due(offers) is None


def test_says_how_late_it_is() -> None:
    due = reoffer_due([an_offer(date(2026, 5, 15), date(2026, 7, 1))])

    assert reoffer(due, today=date(2026, 7, 1)) == ("Offer again by 1 July 2026", "today")
    assert reoffer(due, today=date(2026, 7, 3)) == (
        "Offer again: 2 days late, was 1 July 2026",
        "late",
    )
