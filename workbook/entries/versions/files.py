"""What packages above this one keep with an entry: its files, told of on the entry’s page."""

from collections.abc import Callable, Collection

import msgspec
from sqlalchemy.orm import Session

from workbook.families.rules import FamilyFile


class FileLine(msgspec.Struct, frozen=True, kw_only=True):
    """One file of an entry: where it is, what it is in words, and how it is kept close by now."""

    title: str
    href: str
    about: str
    kept: tuple[str, ...]
    withdrawn: bool


FileSource = Callable[[Session, FamilyFile, Collection[str]], list[FileLine]]


class FileSources(msgspec.Struct, frozen=True):
    """Who knows the files of an entry. The composition root puts them together."""

    ask: tuple[FileSource, ...] = ()

    def files(
        self, session: Session, *, family: FamilyFile, entry_ids: Collection[str]
    ) -> tuple[FileLine, ...]:
        """Return the files of these versions of an entry, oldest first."""
        return tuple(one for source in self.ask for one in source(session, family, entry_ids))
