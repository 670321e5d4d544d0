"""Codes that change every half minute, and the picture that hands their secret to an app."""

from datetime import datetime
from typing import Final

import msgspec
import pyotp
import segno

STEP_SECONDS: Final = 30
# Half minutes before and after now that count: watches differ, and typing takes time.
WINDOW: Final = 1
QUIET_ZONE: Final = 4


class OwnPasskey(msgspec.Struct, frozen=True, kw_only=True):
    """One passkey, as its owner sees it in a list."""

    id: str
    name: str
    added_at: datetime
    used_at: datetime | None


class Ways(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker can show who they are with, besides and beyond a password."""

    password: bool
    code: bool
    passkeys: tuple[OwnPasskey, ...] = ()

    @property
    def second_step(self) -> bool:
        """Tell whether there is a second step at all."""
        return self.code or bool(self.passkeys)


class QrCode(msgspec.Struct, frozen=True):
    """A picture of a text: the outline of its dark parts in a square of so many units."""

    path: str
    size: int


def new_secret() -> str:
    """Return a fresh secret of 160 bits, in the letters that apps take."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, *, now: datetime, after: int) -> int | None:
    """Return the half minute a code belongs to, if that is about now and later than `after`.

    The library takes the same code twice; remembering the last half minute is our part.
    """
    typed = "".join(code.split())
    made = pyotp.TOTP(secret, interval=STEP_SECONDS)
    present = int(now.timestamp()) // STEP_SECONDS
    for step in range(present - WINDOW, present + WINDOW + 1):
        if step > after and made.verify(typed, for_time=step * STEP_SECONDS):
            return step
    return None


def app_address(secret: str, *, name: str, council: str) -> str:
    """Return what an app reads: the secret, and what to call it. It names no family's service."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(
        name=name, issuer_name=council
    )


def in_fours(secret: str) -> str:
    """Return a secret as somebody would type it."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def qr_code(text: str) -> QrCode:
    """Return the picture of a text, as one outline that needs neither script nor style."""
    rows = [list(row) for row in segno.make(text, error="m").matrix_iter(border=QUIET_ZONE)]
    parts = [
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    ]
    return QrCode("".join(parts), len(rows))
