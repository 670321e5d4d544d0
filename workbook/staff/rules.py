"""Passwords, sign-in keys and how long to wait after a wrong password."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

import msgspec

FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=5)
SHORTEST_PASSWORD = 15


class StaffMember(msgspec.Struct, frozen=True, kw_only=True):
    """One member of staff, as everything outside this feature sees them."""

    id: str
    name: str
    discipline: str
    employer: str
    team_id: str
    team_name: str = ""


def new_key() -> str:
    """Return a fresh 256-bit sign-in key."""
    return secrets.token_urlsafe(32)


def key_hash(key: str) -> str:
    """Return what is kept of a sign-in key."""
    return hashlib.sha256(key.encode()).hexdigest()


def form_token(key: str, *, secret: str) -> str:
    """Return the token that binds a form to one sign-in."""
    return hmac.new(secret.encode(), key_hash(key).encode(), hashlib.sha256).hexdigest()


def wait_after(failures: int) -> timedelta:
    """Return how long to wait after this many wrong passwords in a row.

    It grows and never becomes a lock, so that nobody can keep a worker out.
    """
    if failures < FREE_TRIES:
        return timedelta()
    return min(timedelta(seconds=2 ** (failures - FREE_TRIES + 1)), LONGEST_WAIT)


def has_ended(
    *, started_at: datetime, seen_at: datetime, now: datetime, hours: int, idle_minutes: int
) -> bool:
    """Tell whether a sign-in is over: too old, or too long without a request."""
    return now - started_at > timedelta(hours=hours) or now - seen_at > timedelta(
        minutes=idle_minutes
    )


def password_problem(password: str) -> str | None:
    """Say why a password cannot be used; None when it can.

    Length is all that is asked: no rules of composition.
    """
    if len(password) < SHORTEST_PASSWORD:
        return f"Use at least {SHORTEST_PASSWORD} characters. Four words in a row work well."
    return None
