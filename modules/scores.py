"""Scored tools: what a total may be and which published band it falls in, never the items."""

from typing import Annotated

import msgspec

from modules.vocabulary import DISCIPLINES, MARKS, REPORTS


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch of totals, both ends included, and the name its publisher gives it."""

    low: int
    high: int
    label: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class Instrument(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One version of one tool.

    Bands differ by publisher and by who answers, so each such version is a definition of its
    own. A band never decides anything alone: professional judgement is recorded beside it.
    """

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    version: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    about: str
    minimum: int
    maximum: int
    bands: tuple[Band, ...] = ()
    risk_item: bool = False
    reliable_change: int | None = None
    done_with: str = ""
    mark: str = "health_restricted"
    disciplines: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    note: str = ""
    licence: Annotated[str, msgspec.Meta(min_length=1)]


def band(instrument: Instrument, total: int) -> str | None:
    """Return the published band of a total, or None where the tool has no bands.

    Raises ValueError for a total outside the tool's range: a band for it would be invented.
    """
    if problem := total_problem(instrument, total):
        raise ValueError(problem)
    return next((each.label for each in instrument.bands if each.low <= total <= each.high), None)


def total_problem(instrument: Instrument, total: object) -> str | None:
    """Say what is wrong with a total, in words for the worker, or None."""
    whole = isinstance(total, int) and not isinstance(total, bool)
    if whole and instrument.minimum <= total <= instrument.maximum:  # type: ignore[operator]
        return None
    return (
        f"The {instrument.code} total must be a whole number from {instrument.minimum}"
        f" to {instrument.maximum}"
    )


def instrument_problems(instrument: Instrument) -> list[str]:
    """Return everything wrong with an instrument, so that an author can mend it in one go."""
    place = f"instrument {instrument.code!r} version {instrument.version!r}"
    problems = [
        f"{place}: {what} {word!r} is not known; use one of {', '.join(allowed)}"
        for what, words, allowed in (
            ("mark", (instrument.mark,), MARKS),
            ("discipline", instrument.disciplines, DISCIPLINES),
            ("report", instrument.feeds, REPORTS),
        )
        for word in words
        if word not in allowed
    ]
    if instrument.minimum >= instrument.maximum:
        problems.append(f"{place}: minimum must be below maximum")
    expected = instrument.minimum
    for each in instrument.bands:
        if each.low != expected or each.high < each.low:
            problems.append(
                f"{place}: band {each.label!r} must begin at {expected} and not end before"
            )
        expected = each.high + 1
    if instrument.bands and expected != instrument.maximum + 1:
        problems.append(f"{place}: the bands end at {expected - 1}, not at {instrument.maximum}")
    return problems
