"""Looking with the gate's own eyes, and one line in the log that it did."""

from datetime import datetime

import msgspec

from exports.gatekeeper import queries
from exports.gatekeeper.rules import Seen, as_here
from workbook import audit
from workbook.clock import london_day
from workbook.db import Database
from workbook.wall.viewer import GATEKEEPER, Viewer, doorkeeper, gatekeeper

LOOKED = "gate_looked"


class Eyes(msgspec.Struct, frozen=True, kw_only=True):
    """What the gate sees, and what of that the maker of a document sees as well."""

    all: Seen
    makers: Seen

    @property
    def same(self) -> bool:
        """Tell whether the maker sees everything that the gate does."""
        return self.all == self.makers


def look(database: Database, maker: Viewer, *, family_id: str, now: datetime) -> Eyes:
    """Return what must be known to search a document about a family.

    Sealed facts are opened in memory and shown to nobody, so no fact has a line in its family's
    log: such lines would tell everybody there, and name a worker who saw nothing. Instead each
    look has one line in the service's own log, which information governance and the privacy
    monitor read: for whom, about which families, how many facts.

    Raises:
        ShutFactError: a sealed fact does not open: nothing can be searched for it.
    """
    with database.reading(gatekeeper(family_id, london_day(now))) as session:
        found = queries.seen(session, database.keyring, family_id=family_id)
    with database.reading(maker) as session:
        ids = queries.open_ids(session, family_ids=found.families)
    _note(database, found, maker=maker, now=now)
    return Eyes(all=as_here(found), makers=as_here(found.open_to(ids)))


def _note(database: Database, found: Seen, *, maker: Viewer, now: datetime) -> None:
    """Note one look that opened anything sealed or reached another family."""
    if not found.facts and len(found.families) == 1:
        return
    act = audit.Act(
        chain=audit.SYSTEM,
        act=LOOKED,
        worker_id=GATEKEEPER,
        discipline=GATEKEEPER,
        object_id=found.family_id,
        detail={
            "for": maker.worker_id,
            "families": list(found.families),
            "facts": len(found.facts),
        },
    )
    with database.writing(doorkeeper(london_day(now))) as session:
        audit.note(session, act, now=now)
