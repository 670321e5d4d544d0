"""Passwords, sign-in keys, how long to wait after a wrong answer, and when a sign-in is over."""

import hashlib
import ipaddress
import re
import secrets
from datetime import date, datetime, timedelta
from typing import Final, Literal

import msgspec

from workbook.staff.common_passwords import is_common

FREE_TRIES = 5
# Many workers share a council's address: it takes more before everybody there has to wait.
FREE_TRIES_OF_ADDRESS = 30
LONGEST_WAIT = timedelta(minutes=5)
# After this long without a wrong answer the count begins anew.
FORGOTTEN_AFTER = timedelta(hours=1)
KNOWN_FOR = timedelta(days=90)
# How long it counts that somebody showed at the provider that it is them.
SHOWN_FOR = timedelta(minutes=5)
WORTH_A_LOOK = 20
SHORTEST_PASSWORD = 15
LONGEST_PASSWORD = 200

# How somebody signed in, as their own page says it.
FIRST: Final = "first_password"
HOW: Final = {
    FIRST: "First password",
    "password": "Password",
    "password_and_code": "Password and code",
    "passkey": "Passkey",
    "provider": "Council account",
}
# Whoever looks after accounts, or sees across families, never does so with a password alone.
SECOND_STEP_DISCIPLINES: Final = frozenset(
    {"information_governance", "system_administrator", "privacy_monitor", "caldicott_guardian"}
)
BROWSERS: Final = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS: Final = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip

State = Literal["open", "locked", "ended"]


class StaffMember(msgspec.Struct, frozen=True, kw_only=True):
    """One member of staff, as everything outside this feature sees them."""

    id: str
    name: str
    discipline: str
    employer: str
    team_id: str
    team_name: str = ""
    left_on: date | None = None


class Delay(msgspec.Struct, frozen=True, kw_only=True):
    """How many wrong answers in a row there were under one key, and from when the next counts."""

    key: str
    failures: int
    not_before: datetime | None
    last_at: datetime


class DelayKeys(msgspec.Struct, frozen=True):
    """What wrong answers are counted under, each with the tries that are free."""

    free: dict[str, int]


def new_key() -> str:
    """Return a fresh 256-bit sign-in key."""
    return secrets.token_urlsafe(32)


def key_hash(key: str) -> str:
    """Return what is kept of a sign-in key."""
    return hashlib.sha256(key.encode()).hexdigest()


def wait_after(failures: int, *, free: int = FREE_TRIES) -> timedelta:
    """Return how long to wait after this many wrong answers in a row.

    It grows and never becomes a lock, so that nobody can keep a worker out.
    """
    if failures < free:
        return timedelta()
    seconds = 2 ** min(failures - free + 1, 10)
    return min(timedelta(seconds=seconds), LONGEST_WAIT)


def failures_now(delay: Delay | None, *, now: datetime) -> int:
    """Return the wrong answers in a row that still count."""
    if delay is None or now - delay.last_at > FORGOTTEN_AFTER:
        return 0
    return delay.failures


def is_too_soon(delays: list[Delay], *, now: datetime) -> bool:
    """Tell whether any count still makes the next answer wait."""
    return any(one.not_before is not None and now < one.not_before for one in delays)


def place_of(address: str) -> str:
    """Return what of an internet address names a place: of the newer kind, its network's half.

    One household or phone holds a whole network of those, and could take another for each try.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:  # noqa: PLR2004 -- the kind of address
        return str(found)
    return str(ipaddress.ip_network(f"{found}/64", strict=False))


def state_of(
    *,
    started_at: datetime,
    seen_at: datetime,
    locked_at: datetime | None,
    now: datetime,
    hours: int,
    idle_minutes: int,
) -> State:
    """Tell whether a sign-in is open, locked for want of use, or over for good."""
    if now - started_at > timedelta(hours=hours):
        return "ended"
    if locked_at is not None or now - seen_at > timedelta(minutes=idle_minutes):
        return "locked"
    return "open"


def password_problem(password: str) -> str | None:
    """Say why a password cannot be used; None when it can.

    Length is asked, and that it is not one that many people have: no rules of composition.
    """
    if len(password) < SHORTEST_PASSWORD:
        return f"Use at least {SHORTEST_PASSWORD} characters. Four words in a row work well."
    if len(password) > LONGEST_PASSWORD:
        return f"Use {LONGEST_PASSWORD} characters or fewer."
    if is_common(password):
        return "Many people use this password, or one like it. Four words of your own work well."
    return None


def device_words(user_agent: str) -> str:
    """Say what a worker would call the device: "Chrome on Windows"."""
    agent = re.sub(r"\s+", " ", user_agent)
    browser = next((name for mark, name in BROWSERS if mark in agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser
