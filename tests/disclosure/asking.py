"""What the product makes for its readers, and what of it is not as the oracle says."""

import random
import re
from collections.abc import Iterator

import msgspec

from exports import drafting, queries, rules
from exports.drafting import Author
from exports.gatekeeper import service as gatekeeper
from exports.package import read_parts
from exports.preview import portions
from exports.reports.from_record import Making, conference_source
from exports.reports.review_conference import ReviewConferenceReport, build
from tests.builders.families import TODAY
from tests.disclosure.oracle import CONFERENCE, Oracle, Owed
from tests.disclosure.worlds import CATALOGUE, Drawn
from tests.matrix.making import CANARY
from workbook.db import Database
from workbook.errors import NotFoundError, NothingGoesError
from workbook.wall.viewer import Viewer

Keys = tuple[str, ...]
REPORT = "review-conference"


class Tally(msgspec.Struct):
    """What was compared. `complaints`: each leak, each wrong withholding, in words."""

    structures: int = 0
    refused: int = 0
    files: int = 0
    canaries: int = 0
    leaks: int = 0
    withheld: int = 0
    pairs: int = 0
    gone: int = 0
    complaints: list[str] = msgspec.field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Add what another run found."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def author_of(drawn: Drawn) -> Author:
    """Return the family’s social worker as the author of a document."""
    viewer = Viewer(
        worker_id=drawn.writer, discipline="social_worker", team_id=drawn.team, today=TODAY
    )
    return Author(viewer=viewer, name="The Writer", employer="Council", council="Council")


class Asked:
    """A family whose writer has read it once, as many copies as are wanted."""

    def __init__(self, database: Database, drawn: Drawn) -> None:
        self.database, self.drawn = database, drawn
        viewer = author_of(drawn).viewer
        eyes = gatekeeper.look(database, viewer, family_id=drawn.id, now=viewer.moment).all
        with database.reading(viewer) as session:
            mine = queries.gathered(session, family_id=drawn.id, today=TODAY)
            self.known = rules.Known(
                family=mine.family, ties=mine.ties, held=mine.held,
                homes=eyes.of(eyes.homes),
            )  # fmt: skip

    def report(self, keys: Keys) -> ReviewConferenceReport | None:
        """Return what a copy says; None when no document goes to these readers."""
        drawn = self.drawn
        try:
            recipient = rules.recipient(keys, self.known, REPORT)
            theirs = drafting.for_readers(
                self.database, author_of(drawn), family_id=drawn.id, recipient=recipient,
                today=TODAY,
            )  # fmt: skip
            known = self.known.as_told_to(keys, theirs.family, theirs.ties)
            recipient = rules.recipient(keys, known, REPORT)
        except (NotFoundError, NothingGoesError):
            return None
        making = Making(
            council="Council", author="The Writer", today=TODAY,
            period_from=drafting.begun(theirs.family, recipient),
        )  # fmt: skip
        return build(
            conference_source(theirs, recipient=recipient, catalogue=CATALOGUE, making=making)
        )

    def preview(self, keys: Keys) -> str | None:
        """Return the document as the page shows it, before anything that only its writer sees."""
        report = self.report(keys)
        return None if report is None else str(portions(report))

    def file(self, keys: Keys) -> bytes | None:
        """Return the finished file of a copy, made as the page and the command make it."""
        try:
            copy = drafting.draft(
                self.database, author=author_of(self.drawn), catalogue=CATALOGUE,
                family_id=self.drawn.id, report_name=REPORT, readers=keys, today=TODAY,
                with_reasons=False,
            )  # fmt: skip
        except (NotFoundError, NothingGoesError):
            return None
        return copy.content


def readers_of(drawn: Drawn, chance: random.Random, several: int) -> Iterator[Keys]:
    """Yield each reader alone, and some who will all read the same copy."""
    alone = [CONFERENCE, *drawn.people]
    yield from ((one,) for one in alone)
    for _ in range(several):
        yield tuple(sorted(chance.sample(alone, chance.choice([2, 2, 3]))))


def compare(asked: Asked, keys: Keys, tally: Tally, *, as_file: bool = False) -> None:
    """Compare one copy with the oracle: its structure, or every part of the finished file."""
    drawn = asked.drawn
    owed = Oracle(drawn, keys).owed()
    text: str | None
    if as_file:
        content = asked.file(keys)
        text = None if content is None else written(content)
        tally.files += 1
    else:
        report = asked.report(keys)
        text = None if report is None else msgspec.json.encode(report).decode()
        tally.structures += 1
    said = f"family {drawn.id} for {keys}{', file' if as_file else ''}"
    if text is None or owed is None:
        tally.refused += 1
        if (text is None) != (owed is None):
            tally.leaks += text is not None
            tally.withheld += text is None
            tally.complaints.append(f"{said}: {'refused' if text is None else 'given'}, wrongly")
        return
    _judge(said, text, drawn, owed, tally)


def written(content: bytes) -> str:
    """Return every part of a Word file as text, without its tags."""
    text = "".join(part.decode("utf-8", "replace") for part in read_parts(content).values())
    return re.sub(r"<[^>]+>", "", text)


def _judge(said: str, text: str, drawn: Drawn, owed: Owed, tally: Tally) -> None:
    found = {one.lower() for one in CANARY.findall(text)}
    tally.canaries += len(found)
    for token in sorted(found - owed.must - owed.may):
        tally.leaks += 1
        tally.complaints.append(f"{said}: leaks {_place(drawn, token)}")
    for token in sorted(owed.must - found):
        tally.withheld += 1
        tally.complaints.append(f"{said}: withholds {_place(drawn, token)}")


def _place(drawn: Drawn, token: str) -> str:
    secret = drawn.making.secrets[token]
    return f"{secret.place} {secret.row['id'][-6:]}"
