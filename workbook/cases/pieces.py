"""A case in pieces: each thing that is brought in once, under the name it has in its folder."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from workbook.cases.entry_shapes import Case
from workbook.cases.shapes import Record
from workbook.encryption import Keyring

FAMILY: Final = "family"
WORKER: Final = "worker"
PERSON: Final = "person"
RELATIONSHIP: Final = "relationship"
RESPONSIBILITY: Final = "parental_responsibility"
HOUSEHOLD: Final = "household"
HOUSEHOLD_MEMBER: Final = "household_member"
CONTACT: Final = "contact_detail"
LEGAL_STAGE: Final = "legal_stage"
WITHHOLDING: Final = "withholding"
GOAL: Final = "change_goal"
ENTRY: Final = "entry"
NETWORK: Final = "network_member"
OFFER: Final = "fgdm_offer"
MEETING: Final = "family_meeting"
PLAN: Final = "family_plan"
DECISION: Final = "family_decision"
SUPERVISION: Final = "supervision"
# How a fingerprint that needs the key begins; plain ones, in hexadecimal, never do.
KEYED: Final = "~"


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One thing of a case: what it is called there, where it stands and what it says."""

    kind: str
    external_id: str
    file: str
    record: Record
    within: str = ""
    line: int = 0

    def fingerprint(self) -> str:
        """Return the SHA-256 of what it says, however the file spaces or orders it."""
        said = msgspec.structs.replace(self.record, line=0)
        parts = msgspec.to_builtins(said)
        if self.kind == HOUSEHOLD:
            parts.pop("members", None)  # each is a piece of its own
        return hashlib.sha256(msgspec.json.encode(parts, order="deterministic")).hexdigest()


def keyed(fingerprint: str, keyring: Keyring) -> str:
    """Return the fingerprint as the database keeps it: without the key it tells nothing.

    Plain, every telephone number that there is could be tried against it in a minute.
    """
    figures = keyring.blind(f"fingerprint {fingerprint}")
    return KEYED + figures[: len(figures) - len(KEYED)]


def pieces_of(case: Case) -> Iterator[Piece]:
    """Yield every piece in the order in which rows may be added."""
    family = case.family
    yield Piece(
        kind=FAMILY, external_id=family.reference, file="family.json", record=family, line=1
    )
    for kind, named in ((WORKER, case.workers), (PERSON, case.persons)):
        for each in named:
            yield Piece(
                kind=kind, external_id=each.id, file="family.json", record=each, line=each.line
            )
    yield from _unnamed(
        RELATIONSHIP, ((f"{r.a}|{r.kind}|{r.b}|{r.starts}", r) for r in case.relationships)
    )
    yield from _unnamed(
        RESPONSIBILITY, ((f"{r.adult}|{r.child}", r) for r in case.parental_responsibility)
    )
    for home in case.households:
        yield Piece(
            kind=HOUSEHOLD, external_id=home.id, file="family.json", record=home, line=home.line
        )
        yield from _unnamed(
            HOUSEHOLD_MEMBER,
            ((f"{home.id}|{m.person}|{m.starts}", m) for m in home.members),
            within=home.id,
            line=home.line,
        )
    yield from _unnamed(CONTACT, ((f"{c.person}|{c.channel}", c) for c in case.contact_details))
    yield from _unnamed(
        LEGAL_STAGE, ((f"{s.child}|{s.stage}|{s.starts}", s) for s in case.legal_stages)
    )
    yield from _unnamed(WITHHOLDING, ((w.what, w) for w in case.withheld))
    for goal in case.change_goals:
        yield Piece(kind=GOAL, external_id=goal.id, file="family.json", record=goal, line=goal.line)
    for entry in case.entries:
        yield Piece(
            kind=ENTRY, external_id=entry.id, file="entries.jsonl", record=entry, line=entry.line
        )
    yield from _family_led(case)
    yield from _unnamed(
        SUPERVISION, ((f"{s.date}", s) for s in case.supervision), file="supervision.jsonl"
    )


def _family_led(case: Case) -> Iterator[Piece]:
    file = "family_led.json"
    yield from _unnamed(NETWORK, ((n.person, n) for n in case.network), file=file)
    yield from _unnamed(OFFER, ((f"{o.offered_on}", o) for o in case.fgdm_offers), file=file)
    yield from _unnamed(MEETING, ((f"{m.held_on}", m) for m in case.meetings), file=file)
    yield from _unnamed(PLAN, ((f"{p.version}", p) for p in case.family_plan), file=file)
    yield from _unnamed(DECISION, ((f"{d.on}|{d.decision}", d) for d in case.decisions), file=file)


def _unnamed(
    kind: str,
    things: Iterable[tuple[str, Record]],
    *,
    file: str = "family.json",
    within: str = "",
    line: int = 0,
) -> Iterator[Piece]:
    """Name what has no id of its own by what it is about, and by its turn among the same.

    The name is hashed, so that what is remembered of a tie or a telephone says neither.
    """
    turns: Counter[str] = Counter()
    for about, record in things:
        turns[about] += 1
        name = hashlib.sha256(f"{about}|{turns[about]}".encode()).hexdigest()
        yield Piece(
            kind=kind, external_id=name, file=file, record=record, within=within,
            line=line or record.line,
        )  # fmt: skip
