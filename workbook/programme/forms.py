"""The module page: what each section says now, what lies beneath, and what is still wanted."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec

from modules.catalogue import Catalogue
from modules.schema import Module
from workbook.families import forms as family_forms
from workbook.families.rules import FamilyFile
from workbook.programme import completing
from workbook.programme.completing import Lack, Owes
from workbook.programme.rules import (
    STATUSES,
    WITH_REASON,
    Evidence,
    ModuleActivity,
    Place,
    SavedStatus,
    SavedSummary,
    current_summaries,
    next_statuses,
)
from workbook.programme.service import StatusChange
from workbook.programme.showing import Shown, ShownSection, sections
from workbook.programme.tracks import is_named_to
from workbook.staff.access import DISCIPLINES, Actor, May, may
from workbook.web.filters import day
from workbook.web.forms import Form, WithProblems
from workbook.web.parts import Identity, SideNavigation

KEY: Final = re.compile(r"[0-9a-f]{32}")
MOST_REASON: Final = 2_000


class StatusForm(WithProblems, frozen=True, kw_only=True):
    """The form that says how far the module has got."""

    choices: tuple[tuple[str, str], ...]
    replaces: str
    submit_key: str
    status: str = ""
    reason: str = ""
    restarts_on: str = ""


class ModulePage(msgspec.Struct, frozen=True, kw_only=True):
    """The module page."""

    identity: Identity
    side: SideNavigation
    module: Module
    number: int
    status: str
    status_note: str
    leads: str
    activity: ModuleActivity
    lacks: tuple[Lack, ...]
    owes: tuple[Owes, ...]
    sections: tuple[ShownSection, ...]
    status_form: StatusForm | None
    address: str


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """What was read for the module page."""

    family: FamilyFile
    module: Module
    evidence: list[Evidence]
    summaries: list[SavedSummary]
    replaced: frozenset[str]
    statuses: Mapping[tuple[str, str], SavedStatus]
    activity: Mapping[str, ModuleActivity]


def module_page(
    read: Read,
    *,
    actor: Actor,
    catalogue: Catalogue,
    today: date,
    submit_key: str,
    typed: StatusForm | None = None,
) -> ModulePage:
    """Return the page of one module for this worker, who has read no more than they may."""
    family, module = read.family, read.module
    current = {
        place: summary
        for place, summary in current_summaries(
            contributions=read.evidence, summaries=read.summaries, catalogue=catalogue
        ).items()
        if _may_be_named(place, module, actor)
    }
    newest = read.statuses.get((family.id, module.key))
    activity = read.activity.get(module.key, ModuleActivity())
    end = f"modules/{module.key}"
    judged = completing.Judged(
        family=family, module=module, current=current, evidence=read.evidence, actor=actor
    )
    return ModulePage(
        identity=family_forms.identity(family, actor=actor, today=today),
        side=family_forms.side(
            family,
            actor=actor,
            catalogue=catalogue,
            current=end,
            states={key: each.state for key, each in read.activity.items()},
        ),
        module=module,
        number=[each.key for each in catalogue.modules].index(module.key) + 1,
        status=STATUSES[activity.status],
        status_note=_status_note(newest, status=activity.status),
        leads=", ".join(DISCIPLINES[discipline] for discipline in module.disciplines),
        activity=activity,
        lacks=completing.lacks(judged, today=today),
        owes=completing.owes(judged, today=today),
        sections=sections(
            Shown(
                family=family,
                module=module,
                catalogue=catalogue,
                actor=actor,
                replaced=read.replaced,
            ),
            current,
        ),
        status_form=_status_form(
            newest, typed, status=activity.status, actor=actor, submit_key=submit_key
        ),
        address=f"/families/{family.id}/{end}",
    )


def _may_be_named(place: Place, module: Module, actor: Actor) -> bool:
    section = module.section(place.section_key)
    return section is None or is_named_to(section, actor.discipline, has_words=True)


def _status_note(newest: SavedStatus | None, *, status: str) -> str:
    if newest is None or newest.status != status:
        return ""
    until = f"Starts again on {day(newest.restarts_on)}." if newest.restarts_on else ""
    return " ".join(filter(None, (newest.reason, until)))


def _status_form(
    newest: SavedStatus | None,
    typed: StatusForm | None,
    *,
    status: str,
    actor: Actor,
    submit_key: str,
) -> StatusForm | None:
    if not may(actor, May.SUMMARISE):
        return None
    steps = next_statuses(status, is_manager=may(actor, May.SIGN_OFF))
    form = typed or StatusForm(choices=(), replaces="", submit_key="")
    return msgspec.structs.replace(
        form,
        submit_key=submit_key,
        choices=tuple((step, STATUSES[step]) for step in steps),
        replaces=newest.id if newest else "",
    )


def read_status(form: Form, *, module_key: str, today: date) -> StatusChange | None:
    """Read the form about how far a module has got; None when something is wrong."""
    status = form.choice("status", STATUSES, required="Choose how far this has got")
    wanted = "Say why, in a sentence" if status in WITH_REASON else ""
    reason = form.text("reason", MOST_REASON, required=wanted)
    restarts_on = None
    if status == "paused":
        restarts_on = form.day("restarts_on", required="Enter the day it starts again")
        if restarts_on is not None and restarts_on <= today:
            form.refuse("restarts_on", "Enter a day that is still to come")
    key = submit_key(form)
    if form.problems:
        return None
    return StatusChange(
        module_key=module_key,
        status=status,
        reason=reason,
        restarts_on=restarts_on,
        replaces=form.one("replaces"),
        submit_key=key,
    )


def typed_status(form: Form) -> StatusForm:
    """Return what was typed in that form, to be put right."""
    return StatusForm(
        choices=(),
        replaces="",
        submit_key="",
        status=form.one("status"),
        reason=form.one("reason"),
        restarts_on=form.one("restarts_on"),
        problems=form.problems,
    )


SENT_BEFORE: Final = (
    "You saved this form before, with other words. Look at what was saved, and save again if this"
    " is to be kept as well"
)


def submit_key(form: Form) -> str:
    """Read the key that makes sending a form twice one save."""
    key = form.one("submit_key")
    if not KEY.fullmatch(key):
        form.refuse("", "Open the page again: this form is not complete")
    return key
