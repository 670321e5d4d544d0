"""Everything read from the environment. A misspelt setting stops the service from starting."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

import msgspec
from typing_extensions import override

PREFIX = "WORKBOOK_"
HOURS = r"^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$"
DEFAULT_DATABASE = "sqlite:///var/workbook.db"


class BadSettingsError(Exception):
    """One or more settings cannot be used. The message lists every one with its remedy."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A default here is safe in production and fit to publish.

    `database_url` is a SQLAlchemy URL. `programme` names a folder of definitions or an installed
    programme. `session_secret` signs forms; without one a file beside the database is made, so
    that forms survive a restart. `session_hours` is the absolute life of a sign-in. `audit_key`,
    `seal_key` and `anchor_folder` are folders; `anchor_command` reads each anchor as a line.
    `scanner` is the address of a virus scanner (ClamAV’s daemon).
    `address` is where workers reach the service; `provider_…` is the council's OpenID provider.
    With `anchor_mail_server` ("host" or "host:port"), `…_from` and `…_to` (commas between several)
    one anchor a day is sent by mail. `working_hours` are London's, Monday to Friday; whoever opens
    more than `families_in_an_hour` is asked about.
    """

    database_url: str = DEFAULT_DATABASE
    programme: str | None = None
    council: Annotated[str, msgspec.Meta(min_length=1, max_length=80)] = "Exampleshire Council"
    session_secret: Annotated[str, msgspec.Meta(min_length=32)] | None = None
    session_hours: Annotated[int, msgspec.Meta(ge=1, le=24)] = 12
    idle_minutes: Annotated[int, msgspec.Meta(ge=5, le=240)] = 15
    visit_weeks_child_protection: Annotated[int, msgspec.Meta(ge=1, le=12)] = 2
    visit_weeks_child_in_need: Annotated[int, msgspec.Meta(ge=1, le=12)] = 4
    asked_after_a_day: Annotated[int, msgspec.Meta(ge=0, le=500)] = 20
    secure_cookies: bool = False
    address: Annotated[str, msgspec.Meta(pattern=r"^https?://[^/\s]+$")] | None = None
    provider_issuer: Annotated[str, msgspec.Meta(pattern=r"^https?://\S+$")] | None = None
    provider_client_id: str = ""
    provider_secret_file: str | None = None
    provider_tenants: str = ""
    provider_key_claim: str = "oid"
    provider_second_step: Annotated[str, msgspec.Meta(pattern=r"^\w+:\S+$")] = "amr:mfa"
    provider_name: str = "your council account"
    audit_key: str | None = None
    seal_key: str | None = None
    anchor_folder: str | None = None
    anchor_command: str | None = None
    scanner: (
        Annotated[str, msgspec.Meta(pattern=r"^(unix:/.+|tcp:[^:/\s]+:[0-9]{1,5})$")] | None
    ) = None
    retention_schedule: str | None = None
    anchor_mail_server: str | None = None
    anchor_mail_from: str | None = None
    anchor_mail_to: str | None = None
    working_hours: Annotated[str, msgspec.Meta(pattern=HOURS)] = "07:00-20:00"
    families_in_an_hour: Annotated[int, msgspec.Meta(ge=2, le=500)] = 15

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read every `WORKBOOK_…` variable.

        Raises:
            BadSettingsError: one or more are unknown or have a value that cannot be used; every
                one is listed.
        """
        found = {
            name.removeprefix(PREFIX).lower(): value
            for name, value in sorted(environment.items())
            if name.startswith(PREFIX)
        }
        problems = [
            f"{PREFIX}{name.upper()} is not a setting. The settings are: {settings_named(cls)}."
            for name in found
            if name not in cls.__struct_fields__
        ]
        for name, value in found.items():
            if name in cls.__struct_fields__:
                try:
                    msgspec.convert({name: value}, cls, strict=False)
                except msgspec.ValidationError as error:
                    problems.append(f"{PREFIX}{name.upper()}: {error}.")
        if problems:
            raise BadSettingsError("\n".join(problems))
        return msgspec.convert(found, cls, strict=False)

    @property
    def var(self) -> Path:
        """Return the folder for what belongs to this installation: beside the database file."""
        path = self.database_url.partition(":///")[2]
        return Path(path).parent if self.database_url.startswith("sqlite") and path else Path("var")

    @property
    def audit_key_folder(self) -> Path:
        """Return the folder of the key that seals the audit log."""
        return Path(self.audit_key) if self.audit_key else self.var / "audit"

    @property
    def seal_key_folder(self) -> Path:
        """Return the folder of the keys that seal single facts."""
        return Path(self.seal_key) if self.seal_key else self.var / "seal"

    @property
    def anchors(self) -> Path:
        """Return the folder where anchors are written."""
        return Path(self.anchor_folder) if self.anchor_folder else self.var / "audit"

    @override
    def __repr__(self) -> str:
        return "Settings(…)"


def settings_named(settings: type[Settings]) -> str:
    """List the names of all settings as they stand in the environment."""
    return ", ".join(PREFIX + name.upper() for name in settings.__struct_fields__)
