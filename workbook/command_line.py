"""How every command ends: with what it did, or with what is wrong in words."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click

from modules.errors import BadDefinitionError
from workbook.db import Database
from workbook.encryption import BadKeyFileError, Keyring
from workbook.errors import BadRecordError, ServiceError
from workbook.installation import NotReadyError
from workbook.settings import BadSettingsError, Settings
from workbook.web.assets import MissingAssetsError

Given = ParamSpec("Given")
EXPECTED = (
    BadSettingsError,
    BadDefinitionError,
    BadKeyFileError,
    BadRecordError,
    NotReadyError,
    MissingAssetsError,
    ServiceError,
)


def say_what_is_wrong(command: Callable[Given, None]) -> Callable[Given, None]:
    """End a command with every problem listed and status 1, never with a traceback."""

    @wraps(command)
    def wrapped(*args: Given.args, **kwargs: Given.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except EXPECTED as error:
            for line in (*getattr(error, "problems", ()), str(error)):
                click.echo(line, err=True)
            sys.exit(1)

    return wrapped


def connected(settings: Settings) -> Database:
    """Open the database with the keys to what is sealed in it."""
    keyring = Keyring.load(settings.seal_key_folder)
    return Database.connect(settings.database_url, keyring=keyring)
