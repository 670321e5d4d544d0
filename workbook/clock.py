"""The only reading of the clock. Pages and commands read it; everything else is told the time."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def utc_now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def london_day(moment: datetime) -> date:
    """Return the calendar day in England at this moment: the day a worker would write down."""
    return moment.astimezone(LONDON).date()


def day_began(moment: datetime) -> datetime:
    """Return when this day began in England, in UTC."""
    return datetime.combine(london_day(moment), time(), LONDON).astimezone(UTC)
