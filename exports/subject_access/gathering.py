"""One request with everything that is to be decided in it, and the answer made from that."""

import msgspec

from exports.drafting import Author
from exports.queries import Frozen
from exports.subject_access import extract, queries, rules, service
from exports.subject_access.extract import GateFinds, Guards
from exports.subject_access.rules import Decision, Item, Proposal, SavedRequest, Subject
from exports.subject_access.story import Story
from workbook.errors import NotFoundError
from workbook.families.queries import family_file
from workbook.families.rules import FamilyFile
from workbook.staff.desk import Desk


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """One request with everything that is to be decided in it."""

    request: SavedRequest
    family: FamilyFile
    items: tuple[Item, ...]
    proposals: dict[str, Proposal]
    decisions: dict[str, Decision]
    guards: Guards
    harmed: bool

    @property
    def undecided(self) -> tuple[Item, ...]:
        """Return what is still to be decided."""
        return rules.undecided(self.items, self.decisions)

    @property
    def mark(self) -> str:
        """Return what names exactly these decisions."""
        return rules.fingerprint(self.items, self.decisions)

    @property
    def person(self) -> str:
        """Return whose record it is."""
        return next(
            (one.name for one in self.family.members if one.id == self.request.person_id), ""
        )

    @property
    def easy(self) -> tuple[str, ...]:
        """Return the items that are proposed to be given whole unread, and not decided yet."""
        proposed = ((item.key, self.proposals[item.key]) for item in self.undecided)
        return tuple(key for key, one in proposed if one.choice == "give" and not one.why)


def work_on(desk: Desk, *, family_id: str, request_id: str) -> Work:
    """Gather one request.

    Raises:
        NotFoundError: there is none, or this worker may not see it.
    """
    author = Author.of(desk.actor, council=desk.site.settings.council)
    with desk.reading() as session:
        family = family_file(session, family_id=family_id)
        request = queries.request(session, family_id=family_id, request_id=request_id)
        if request is None:
            raise NotFoundError(family_id=family_id)
        found = queries.everything(session, family_id=family_id)
        decisions = queries.decisions(session, request_id=request_id)
        harmed = queries.harmed_somebody(session, family_id=family_id, person_id=request.person_id)
    subject = Subject(id=request.person_id, asks=request.asks)
    items = Story(found, family=family, subject=subject, catalogue=desk.catalogue).items()
    guards = extract.guards_for(
        desk.site.database, author, request, family=family, today=desk.today
    )
    found_in = extract.found_in(items, guards)
    return Work(
        request=request, family=family, items=items, decisions=decisions, guards=guards,
        harmed=harmed,
        proposals={
            item.key: proposed(item, subject, found_in.get(item.key, GateFinds()))
            for item in items
        },
    )  # fmt: skip


def proposed(item: Item, subject: Subject, found: GateFinds) -> Proposal:
    """Return what is proposed of one item, with what the last gate finds in it."""
    return rules.propose(item, subject, flagged=found.words, look=found.look, unseen=found.unseen)


def make_answer(desk: Desk, work: Work, *, submit_key: str) -> Frozen:
    """Make and freeze the answer; the same form makes it once."""
    with desk.reading() as session:
        before = queries.answer_of_form(session, family_id=work.family.id, submit_key=submit_key)
    if before is not None:
        return before
    report = extract.report_of(
        work.items, work.decisions, request=work.request, person=work.person,
        council=desk.site.settings.council, harmed=work.harmed, today=desk.today,
    )  # fmt: skip
    kept = [item for item in work.items if rules.given(item, work.decisions[item.key])]
    file_name = f"{service.REPORT}-{work.family.reference}-{desk.today.isoformat()}.docx"
    answer = service.Answer(
        family_id=work.family.id, person_id=work.request.person_id, person=work.person,
        file_name=file_name, content=extract.finished(report, work.guards, file_name=file_name),
        template=extract.TEMPLATE.read_bytes(), items=tuple(kept), submit_key=submit_key,
        made_by_name=desk.actor.name,
    )  # fmt: skip
    with desk.writing() as session:
        return service.freeze(session, answer, actor=desk.actor, now=desk.now)


def withheld_rows(work: Work) -> list[list[str]]:
    """Return the inside list: a head, then a line for each item that is not given whole."""
    rows = [["Day", "What", "Mark", "Decision", "Ground", "Words left out", "Why", "By", "When"]]
    for item in work.items:
        decided = work.decisions.get(item.key)
        if decided is not None and decided.choice != "give":
            rows.append(
                [
                    f"{item.at:%Y-%m-%d}", item.title, item.mark, rules.CHOICES[decided.choice],
                    rules.GROUNDS[decided.ground], "; ".join(decided.leave_out), decided.words,
                    decided.by_name, f"{decided.recorded_at:%Y-%m-%d %H:%M}",
                ]
            )  # fmt: skip
    return rows
