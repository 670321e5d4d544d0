"""The page of one entry, and the page that takes it out of force."""

from typing import Any, Final

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from workbook.db import new_id
from workbook.entries import queries, service
from workbook.entries.recording import KEY
from workbook.entries.rules import SavedEntry, may_correct, may_withdraw, title
from workbook.entries.versions.files import FileLine, FileSources
from workbook.entries.versions.history import Asking, VersionLine, askings, chain_of, history
from workbook.entries.versions.moved import moved_page, moved_words, reads_moved
from workbook.entries.versions.showing import Parts, ShownEntry, shown_entry
from workbook.errors import NotAllowedError, NotFoundError, ReusedSubmitError, SupersededError
from workbook.families import forms as family_forms
from workbook.families.queries import family_file, worker_names
from workbook.families.rules import FamilyFile, danger
from workbook.marking.queries import asked as requests
from workbook.staff.access import May, may
from workbook.staff.desk import Desk
from workbook.web.forms import Form, Problem
from workbook.web.parts import Identity
from workbook.web.responses import see_other

ENTRY: Final = "/families/{family_id:str}/entries/{entry_id:str}"
WITHDRAW: Final = f"{ENTRY}/withdraw"
MOST_REASON: Final = 2_000
FIELDS: Final = frozenset({"csrf", "submit_key", "reason"})


class EntryPage(msgspec.Struct, frozen=True, kw_only=True):
    """One version of one entry.

    `stands`: no later version took its place. `newest_href`: where the one that did is, if it
    may be read.
    """

    identity: Identity
    back: str
    back_href: str
    shown: ShownEntry
    stands: bool
    newest_href: str
    history: tuple[VersionLine, ...]
    askings: tuple[Asking, ...]
    files: tuple[FileLine, ...]
    add_file_href: str
    correct_href: str
    withdraw_href: str
    moving_href: str = ""
    moved: str = ""


class WithdrawPage(msgspec.Struct, frozen=True, kw_only=True):
    """The page that takes an entry out of force."""

    heading: str
    back: str
    back_href: str
    danger: tuple[str, str]
    action: str
    title: str
    reason: str
    submit_key: str
    problems: tuple[Problem, ...]


class EntryPages(Controller):
    """One entry, and its withdrawal."""

    @get(ENTRY, sync_to_thread=True, name="entries.entry", opt={"may": May.READ})
    def show(
        self,
        desk: NamedDependency[Desk],
        file_sources: NamedDependency[FileSources],
        family_id: FromPath[str],
        entry_id: FromPath[str],
    ) -> Response[str]:
        """Show everything of one version that this worker may read, and which version stands."""
        desk.require(May.READ)
        with desk.reading() as session:
            family = family_file(session, family_id=family_id)
            left = queries.moved(session, family_id=family.id, entry_ids=[entry_id])
            if left and left[0].kind == "left" and not reads_moved(desk):
                return moved_page(desk, family, left[0])
            version = found(session, family, entry_id)
            page = entry_page(session, desk, family, version, file_sources)
            page = msgspec.structs.replace(page, moved=moved_words(left))
        desk.note_reading("entry_opened", family_id=family.id, object_id=entry_id)
        return desk.page("workbook/entries/entry.html", page, title=page.shown.title)

    @get(WITHDRAW, sync_to_thread=True, name="entries.withdraw", opt={"may": May.RECORD})
    def ask(
        self, desk: NamedDependency[Desk], family_id: FromPath[str], entry_id: FromPath[str]
    ) -> Response[str]:
        """Ask why an entry is taken out of force."""
        desk.require(May.RECORD)
        with desk.reading() as session:
            family = family_file(session, family_id=family_id)
            version = allowed(session, desk, family, entry_id)
        desk.note_reading("entry_opened", family_id=family.id, object_id=entry_id)
        page = withdraw_page(desk, family, version, submit_key=new_id())
        return desk.page("workbook/entries/withdraw.html", page, title=page.heading)

    @post(WITHDRAW, sync_to_thread=True, name="entries.withdrawn", opt={"may": May.RECORD})
    def withdraw(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        family_id: FromPath[str],
        entry_id: FromPath[str],
    ) -> Response[Any]:
        """Take the entry out of force, once however often the form is sent."""
        desk.require(May.RECORD)
        reason, key = read_reason(form)
        if form.problems:
            with desk.reading() as session:
                family = family_file(session, family_id=family_id)
                version = allowed(session, desk, family, entry_id)
            page = withdraw_page(
                desk, family, version, submit_key=key or new_id(),
                reason=form.one("reason"), problems=form.problems,
            )  # fmt: skip
            return desk.again("workbook/entries/withdraw.html", page, title=page.heading)
        try:
            with desk.writing() as session:
                family = family_file(session, family_id=family_id)
                version = found(session, family, entry_id)
                require_withdrawing(desk, version)
                service.withdraw_entry(
                    session,
                    version=version,
                    reason=reason,
                    submit_key=key,
                    family=family,
                    actor=desk.actor,
                    now=desk.now,
                )
        except SupersededError:
            expect_sent(desk, key, entry_id=entry_id, reason=reason)
        return see_other(f"/families/{family_id}/entries/{entry_id}")


def found(session: Session, family: FamilyFile, entry_id: str) -> SavedEntry:
    """Return one version of an entry.

    Raises:
        NotFoundError: it is not there, another family’s, or may not be seen.
    """
    version = queries.entry(session, family_id=family.id, entry_id=entry_id)
    if version is None:
        raise NotFoundError(family_id=family.id)
    return version


def require_withdrawing(desk: Desk, version: SavedEntry) -> None:
    """Stop unless this worker may take the entry out of force.

    Raises:
        NotAllowedError: they neither wrote it nor answer for the family.
    """
    if not may_withdraw(version, worker_id=desk.actor.id, discipline=desk.actor.discipline):
        raise NotAllowedError(
            "Its author, the family’s social worker or the team manager can withdraw an entry.",
            entry_id=version.id,
        )


def allowed(session: Session, desk: Desk, family: FamilyFile, entry_id: str) -> SavedEntry:
    """Return the version if this worker may take it out of force and it still stands.

    Raises:
        NotFoundError: it is not there or may not be seen.
        NotAllowedError: they neither wrote it nor answer for the family.
        SupersededError: a later version took its place.
    """
    version = found(session, family, entry_id)
    require_withdrawing(desk, version)
    if entry_id in queries.successions(session, family_id=family.id):
        raise SupersededError(service.NO_LONGER_STANDS, entry_id=entry_id)
    return version


def entry_page(
    session: Session, desk: Desk, family: FamilyFile, version: SavedEntry, sources: FileSources
) -> EntryPage:
    """Read and say one version with its parts, its history and its files.

    A file belongs to all versions, so it is told of to whoever may read the newest.
    """
    successions = queries.successions(session, family_id=family.id)
    chain = chain_of(version.id, successions)
    seen = [version]
    if len(chain) > 1:
        seen = queries.versions(session, family_id=family.id, entry_ids=chain)
    ids = [version.id]
    parts = Parts(
        voices=queries.voices(session, entry_ids=ids),
        contributions=queries.contributions(session, entry_ids=ids),
        rulers=queries.rulers_of(session, entry_ids=ids),
        scores=queries.scores(session, entry_ids=ids),
        actions=queries.actions_of(session, entry_id=version.id),
    )
    authors = {one.recorded_by for one in seen} - {one.id for one in family.workers}
    names = family.names | (worker_names(session, ids=authors) if authors else {})
    stands = version.id not in successions
    address = f"/families/{family.id}/entries"
    newest = next((one for one in seen if one.id == chain[-1]), None)
    who = {"worker_id": desk.actor.id, "discipline": desk.actor.discipline}
    changes = stands and may(desk.actor, May.RECORD)
    return EntryPage(
        identity=family_forms.identity(family, actor=desk.actor, today=desk.today),
        back=family.name,
        back_href=f"/families/{family.id}#entry-{version.id}",
        shown=shown_entry(
            version, parts, family=family, catalogue=desk.catalogue, names=names,
            reader=desk.actor.discipline,
        ),
        stands=stands,
        newest_href=f"{address}/{newest.id}" if newest and not stands else "",
        history=history(version, chain, seen, address=address, names=names),
        askings=askings(
            requests(session, family_id=family.id, object_ids=chain), names=names
        ),
        files=sources.files(session, family=family, entry_ids=chain) if newest else (),
        add_file_href=f"{address}/{version.id}/files/add"
        if changes and not version.withdraws
        else "",
        correct_href=f"{address}/{version.id}/correct"
        if changes and may_correct(version, **who)
        else "",
        withdraw_href=f"{address}/{version.id}/withdraw"
        if changes and may_withdraw(version, **who)
        else "",
        moving_href=f"{address}/{version.id}/moving"
        if changes and may_withdraw(version, **who)
        else "",
    )  # fmt: skip


def withdraw_page(
    desk: Desk,
    family: FamilyFile,
    version: SavedEntry,
    *,
    submit_key: str,
    reason: str = "",
    problems: tuple[Problem, ...] = (),
) -> WithdrawPage:
    """Return the page that asks why."""
    back = f"/families/{family.id}/entries/{version.id}"
    return WithdrawPage(
        heading="Withdraw an entry",
        back="Back to the entry",
        back_href=back,
        danger=danger(family, desk.today),
        action=f"{back}/withdraw",
        title=title(version, family.names),
        reason=reason,
        submit_key=submit_key,
        problems=problems,
    )


def read_reason(form: Form) -> tuple[str, str]:
    """Read why, and the key that makes sending twice one save."""
    reason = form.text("reason", MOST_REASON, required="Say why it is withdrawn, in a sentence")
    key = form.one("submit_key")
    if not KEY.fullmatch(key):
        form.refuse("", "Open the page again: this form is not complete")
        key = ""
    if form.unknown(FIELDS):
        form.refuse("", "This form holds something it did not ask for. Open the page again")
    return reason, key


def expect_sent(desk: Desk, key: str, *, entry_id: str, reason: str) -> None:
    """Carry on if this very form was sent before.

    Raises:
        ReusedSubmitError: it was sent before with other words.
        SupersededError: it was not: somebody else was first.
    """
    with desk.reading() as session:
        before = queries.entry_of_form(session, submit_key=key)
    if before is None:
        raise SupersededError(service.NO_LONGER_STANDS, entry_id=entry_id)
    if (before.replaces_id, before.reason) != (entry_id, reason):
        raise ReusedSubmitError(service.REUSED, entry_id=entry_id)


PAGES: Final = (EntryPages,)
