"""One family's screen, put together: the form, or what was signed off; and the history."""

from collections.abc import Mapping
from typing import Final

import msgspec
from sqlalchemy.orm import Session

from supervision import forms, queries, starting
from supervision.gathering import Agenda, Gathered
from supervision.noticing import drift_words, seen_alone_words
from supervision.showing import (
    FamilyPage,
    HistoryPage,
    Quote,
    SignedPage,
    agenda_lines,
    child_row,
    part_row,
)
from supervision.telling import Reader, Told, action_line, told
from supervision.unsaved import unsaved_words, without_agreed
from workbook.db import new_id
from workbook.errors import ReusedSubmitError, SealedError, ServiceError, SupersededError
from workbook.families import forms as family_forms
from workbook.families.queries import family_file, worker_names
from workbook.families.rules import danger
from workbook.programme.queries import module_activity
from workbook.staff.access import May, may
from workbook.staff.desk import Desk
from workbook.web.filters import month_day, plural, weekday_day
from workbook.web.forms import Form, Problem
from workbook.web.questions import Option
from workbook.web.words import VOICES

REFUSED: Final[Mapping[type[ServiceError], str]] = {
    SupersededError: "Somebody saved this since you opened it. Both are below.",
    ReusedSubmitError: (
        "You saved this form before, with other words. What was saved and what you typed are both"
        " below. Save again to keep what you typed."
    ),
    SealedError: (
        "This was signed off before your words were saved. They are below: add them as an addendum."
    ),
}


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the form: what it starts from, or what was typed and is wrong with it.

    `is_beside` when it is shown beside what was saved before it. `submit_key` is empty where the
    form needs a new one.
    """

    values: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    is_beside: bool = False
    status: int = 422
    submit_key: str = ""
    form: Form | None = None
    unsaved: str = ""


def typed_on(form: Form) -> Typed:
    """Return a form as it was sent, with what is to be put right."""
    key = form.one("submit_key")
    return Typed(
        values={name: form.one(name) for name in form.whole},
        problems=form.problems,
        submit_key=key if forms.KEY.fullmatch(key) else "",
        form=form,
    )


def refused(form: Form, found: Gathered, error: ServiceError) -> Typed:
    """Return a form that could not be saved beside what was saved before, nothing typed lost.

    Where it was signed off there is no form to keep it on: it is given back as words to copy.
    """
    known = SealedError if found.is_signed else type(error)
    form.refuse("", REFUSED.get(known, error.message))
    sent = typed_on(form)
    if found.is_signed:
        unsaved, words = unsaved_words(sent.values, found)
        return Typed(values={"words": words}, problems=form.problems, status=409, unsaved=unsaved)
    is_sent = isinstance(error, ReusedSubmitError)
    return msgspec.structs.replace(
        sent,
        values=without_agreed(sent.values, found),
        is_beside=True,
        status=error.status,
        submit_key="" if is_sent else sent.submit_key,
    )


def reader_of(found: Gathered, desk: Desk) -> Reader:
    """Return what it takes to show this family's discussions. The chair may be no worker of it."""
    chairs = [one.session for one in (found.before, found.last) if one] + [found.session]
    names = {one.chair_id: one.chair for one in chairs} | found.family.names
    return Reader(family=found.family, names=names, today=desk.today)


def screen(
    desk: Desk, found: Gathered, agenda: Agenda, typed: Typed
) -> tuple[str, FamilyPage | SignedPage]:
    """Return a family's page and its template."""
    if found.is_signed:
        return "supervision/signed.html", signed_page(desk, found, agenda, typed)
    return "supervision/family.html", family_page(desk, found, agenda, typed)


def _heading(found: Gathered) -> str:
    return f"Group supervision: {found.family.name}"


def _session_note(found: Gathered) -> str:
    return f"{weekday_day(found.session.held_on)}. Led by {found.session.chair}."


def _told_now(found: Gathered, reader: Reader) -> Told | None:
    if found.before is None:
        return None
    return told(
        found.before,
        reader,
        parts=[part for parts in found.parts.values() for part in parts],
        actions=found.actions,
        addenda=found.addenda,
    )


def signed_page(desk: Desk, found: Gathered, agenda: Agenda, typed: Typed) -> SignedPage:
    """Return what was signed off, with the form that adds to it."""
    now = _told_now(found, reader_of(found, desk))
    assert now is not None, "what is signed off was said"  # noqa: S101
    following = agenda.after(found.family.id)
    address = f"/supervision/{found.session.id}"
    return SignedPage(
        heading=_heading(found),
        session_note=_session_note(found),
        session_href=address,
        agenda=agenda_lines(agenda, session=found.session, current=found.family.id),
        done=f"{len(agenda.done)} of {len(agenda.families)} done",
        address=f"{address}/families/{found.family.id}",
        told=now,
        unsaved=typed.unsaved,
        words=typed.values.get("words", ""),
        adds=may(desk.actor, May.SUPERVISE),
        submit_key=typed.submit_key or new_id(),
        problems=typed.problems,
        next_name=following.name if following else "",
        next_href=f"{address}/families/{following.family_id}" if following else "",
    )


def family_page(desk: Desk, found: Gathered, agenda: Agenda, typed: Typed) -> FamilyPage:
    """Return the form that supervises one family."""
    family, held, values = found.family, found.session, typed.values
    reader = reader_of(found, desk)
    now_ids = set(found.before.ids) if found.before else set()
    lines = [
        (action, action_line(action, names=reader.names, family=family, today=desk.today))
        for action in found.actions
    ]
    identity = family_forms.identity(family, actor=desk.actor, today=desk.today)
    following = agenda.after(family.id)
    now = _told_now(found, reader)
    last_on = month_day(found.last.session.held_on) if found.last else ""
    address = f"/supervision/{held.id}"
    return FamilyPage(
        heading=_heading(found),
        session_note=_session_note(found),
        session_href=address,
        family_name=family.name,
        family_href=identity.href,
        facts=(*identity.facts, f"Last discussed {last_on}" if last_on else "Never discussed"),
        seen_alone=seen_alone_words(family, found.entries.values()),
        drift=drift_words(family, [one.newest for one in found.earlier]),
        danger=danger(family, desk.today),
        agenda=agenda_lines(agenda, session=held, current=family.id),
        done=f"{len(agenda.done)} of {len(agenda.families)} done",
        address=f"{address}/families/{family.id}",
        values=values,
        problems=typed.problems,
        submit_key=typed.submit_key or new_id(),
        replaces=found.before.newest.id if found.before else "",
        since=f"Since {last_on}" if last_on else "Since the record was opened",
        pulled=f"Pulled from {plural(len(found.entries), 'entry', 'entries')}.",
        workers=tuple((one.id, one.name, one.discipline) for one in found.workers),
        parts=tuple(
            part_row(part, found, discipline=desk.actor.discipline)
            for part in starting.own_parts(found)
        ),
        last=told(found.last, reader, parts=(), actions=found.actions) if found.last else None,
        last_actions=tuple(line for one, line in lines if one.discussion_id not in now_ids),
        quotes=_quotes(found),
        children=tuple(child_row(child, found, values) for child in family.children),
        people=_people(found),
        child_options=tuple(
            Option(child.id, f"For {child.first_name}") for child in family.children
        ),
        actions=tuple(line for one, line in lines if one.discussion_id in now_ids),
        action_rows=tuple(range(1, starting.ACTION_ROWS + 1)),
        dissent_rows=tuple(range(1, forms.dissent_rows(found, typed.form) + 1)),
        signs=may(desk.actor, May.SIGN_OFF),
        next_name=following.name if following else "",
        saved=f"Saved {month_day(found.before.newest.recorded_at)}" if found.before else "",
        theirs=now if typed.is_beside else None,
    )


def _quotes(found: Gathered) -> tuple[Quote, ...]:
    names = {child.id: child.first_name for child in found.family.children}
    return tuple(
        Quote(
            who=names.get(voice.person_id, ""),
            words=voice.words,
            voice=VOICES.get(voice.voice, ""),
            on=voice.occurred_at,
            href=f"/families/{found.family.id}/entries/{voice.entry_id}",
        )
        for voice in found.voices
    )


def _people(found: Gathered) -> tuple[Option, ...]:
    people = {one.id: one.name for one in found.workers}
    people.setdefault(found.session.chair_id, found.session.chair)
    return tuple(Option(worker, name) for worker, name in people.items())


def history(session: Session, desk: Desk, *, family_id: str) -> HistoryPage:
    """Return every discussion of one family, with what of it the reader may see."""
    family = family_file(session, family_id=family_id)
    activity = module_activity(session, family_ids=[family.id])[family.id]
    every = queries.discussions(session, family_id=family_id)
    ids = [version for one in every for version in one.ids]
    parts = queries.parts(session, discussion_ids=ids)
    actions = queries.agreed_actions(session, discussion_ids=ids)
    addenda = queries.addenda(session, discussion_ids=ids)
    people = {part.worker_id for part in parts} | {one.recorded_by for one in addenda}
    people |= {signed.worker_id for one in every for signed in one.signed}
    names = worker_names(session, ids=sorted(people)) | family.names
    names |= {one.session.chair_id: one.session.chair for one in every}
    reader = Reader(family=family, names=names, today=desk.today)
    return HistoryPage(
        identity=family_forms.identity(family, actor=desk.actor, today=desk.today),
        side=family_forms.side(
            family,
            actor=desk.actor,
            catalogue=desk.catalogue,
            current="supervision",
            states={key: work.state for key, work in activity.items()},
        ),
        told=tuple(
            told(one, reader, parts=parts, actions=actions, addenda=addenda) for one in every
        ),
    )
