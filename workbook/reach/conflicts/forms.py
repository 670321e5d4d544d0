"""The page that closes a family to somebody who knows it, and the register."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from workbook.encryption import Keyring
from workbook.reach.conflicts.rules import SavedConflict
from workbook.reach.rules import CONFLICTS, MOST_WORDS, opened
from workbook.web.forms import Form, Problem


class KnownPage(msgspec.Struct, frozen=True, kw_only=True):
    """The one question before a family is closed to a worker."""

    heading: str
    action: str
    back_href: str
    words: str = ""
    problems: tuple[Problem, ...] = ()


class YearlyPage(msgspec.Struct, frozen=True, kw_only=True):
    """The yearly question: each family open to the worker."""

    families: tuple[tuple[str, str], ...]
    declared: bool
    answered: bool


class ConflictLine(msgspec.Struct, frozen=True, kw_only=True):
    """One conflict in the register."""

    href: str
    worker: str
    family: str
    how: str
    at: datetime
    ended_at: datetime | None


class RegisterPage(msgspec.Struct, frozen=True, kw_only=True):
    """What holds, and what held."""

    holding: tuple[ConflictLine, ...]
    ended: tuple[ConflictLine, ...]


class ConflictPage(msgspec.Struct, frozen=True, kw_only=True):
    """One conflict, and the form that ends it where somebody else may."""

    heading: str
    family: str
    how: str
    words: str
    at: datetime
    ended_at: datetime | None
    ended_by: str
    end_words: str
    action: str
    typed: str = ""
    problems: tuple[Problem, ...] = ()


def line(one: SavedConflict, keyring: Keyring) -> ConflictLine:
    """Return one line of the register."""
    return ConflictLine(
        href=f"/conflicts/{one.id}",
        worker=one.worker_name,
        family=about(one, keyring),
        how=CONFLICTS.get(one.kind, one.kind),
        at=one.recorded_at,
        ended_at=one.ended_at,
    )


def about(one: SavedConflict, keyring: Keyring) -> str:
    """Say which family it is about, as it was said when it was kept."""
    said = opened(keyring, one.about, table="conflict", row_id=one.id, column="about")
    return said or f"Record {one.family_id[:8]}"


def register_page(found: Iterable[SavedConflict], keyring: Keyring) -> RegisterPage:
    """Put what holds first."""
    lines = [line(one, keyring) for one in found]
    return RegisterPage(
        holding=tuple(one for one in lines if one.ended_at is None),
        ended=tuple(one for one in lines if one.ended_at is not None),
    )


def conflict_page(
    one: SavedConflict, keyring: Keyring, *, worker_id: str, form: Form | None = None
) -> ConflictPage:
    """Return one conflict with its words."""
    row = {"table": "conflict_end", "row_id": one.end_id or ""}
    return ConflictPage(
        heading=f"{one.worker_name} knows a family",
        family=about(one, keyring),
        how=CONFLICTS.get(one.kind, one.kind),
        words=opened(keyring, one.words, table="conflict", row_id=one.id),
        at=one.recorded_at,
        ended_at=one.ended_at,
        ended_by=one.ended_by or "",
        end_words=opened(keyring, one.end_words or "", **row),
        action="" if one.worker_id == worker_id else f"/conflicts/{one.id}",
        typed=form.one("words") if form else "",
        problems=form.problems if form else (),
    )


def read_words(form: Form, *, required: str = "") -> str:
    """Read what somebody says about it."""
    return form.text("words", MOST_WORDS, required=required)
