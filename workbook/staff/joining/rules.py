"""Somebody who is to join, and the first password that is handed to them."""

import secrets

import msgspec

# Read out and copied by hand: no letter that looks or sounds like another.
LETTERS = "abcdefghkmnpqrstuvwxyz"
GROUPS, GROUP = 5, 4


class Newcomer(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is to join, and how they are to sign in: by a name, an account, or both."""

    name: str
    discipline: str
    employer: str
    team_id: str
    sign_in_name: str = ""
    account_key: str = ""


class TeamName(msgspec.Struct, frozen=True):
    """A team that somebody may join."""

    id: str
    name: str


def first_password() -> str:
    """Return a password that nobody chose: 20 letters in groups, to be read out."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)
