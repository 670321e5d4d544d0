"""What packages above this one keep with an entry: its files, told of on the entry’s page."""

from collections.abc import Callable, Collection

import msgspec
from sqlalchemy.orm import Session


class FileLine(msgspec.Struct, frozen=True, kw_only=True):
    """One file of an entry: where it is, what it is in words, and who may see it if kept close."""

    title: str
    href: str
    about: str
    mark: str
    withdrawn: bool


FileSource = Callable[[Session, str, Collection[str]], list[FileLine]]


class FileSources(msgspec.Struct, frozen=True):
    """Who knows the files of an entry. The composition root puts them together."""

    ask: tuple[FileSource, ...] = ()

    def files(
        self, session: Session, *, family_id: str, entry_ids: Collection[str]
    ) -> tuple[FileLine, ...]:
        """Return the files of these versions of an entry, oldest first."""
        return tuple(one for source in self.ask for one in source(session, family_id, entry_ids))
