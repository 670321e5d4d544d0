"""The form that supervises one family: the fields that it has, and what was sent."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from supervision.gathering import Gathered
from supervision.rules import ATTENDANCE, RISKS, WAYS
from supervision.service import NewAction, NewDiscussion, NewPart
from supervision.starting import ACTION_ROWS, DISSENT, TEXTS, OwnPart, marks_for, own_parts
from workbook.marking.rules import Kept, beside, together
from workbook.wall.marks import LABELS, POLICE_RESTRICTED, tightest
from workbook.web.forms import Form

MOST_WORDS: Final = 20_000
MOST_LINE: Final = 500
MOST_SAFE: Final = 10
KEY: Final = re.compile(r"[0-9a-f]{32}")
FIGURES: Final = tuple(str(figure) for figure in range(MOST_SAFE + 1))
STRANGE: Final = "Open this page again: it holds something that does not belong here"
Marks = Iterable[tuple[str, Kept]]
Values = Mapping[str, str]


def dissent_rows(found: Gathered, sent: Form | None = None) -> int:
    """Return how many rows of different views the form has: one more than there are."""
    there = len(found.before.newest.dissent) if found.before else 0
    posted = [
        int(name[-2:].lstrip("-")) for name in (sent.whole if sent else ()) if ROW.match(name)
    ]
    return max([there + 1, *posted])


ROW: Final = re.compile(r"dissent-(who|view|resolved)-[1-9][0-9]?\Z")


def posted_sources(form: Form) -> tuple[str, ...]:
    """Return the ids of all entries that the form says its words come from."""
    return tuple(
        dict.fromkeys(
            value
            for name, values in form.whole.items()
            if name.startswith("source-")
            for value in values
        )
    )


def field_names(found: Gathered, form: Form) -> set[str]:
    """Return the name of every field that this page asks for."""
    names = {"csrf", "submit_key", "replaces", "do", *TEXTS.values(), "fgdm", "fgdm-reason"}
    names |= {"next-due", "told-how", "told-by", "told-on"}
    children = [child.id for child in found.family.children]
    for child in children:
        names |= {f"risk-{child}", f"safety-{child}", f"way-{child}"}
    for row in range(1, ACTION_ROWS + 1):
        names |= {f"{name}-{row}" for name in ("action", "owner", "by", "child")}
    for row in range(1, dissent_rows(found, form) + 1):
        names |= {f"dissent-{name}-{row}" for name in DISSENT}
    names |= {f"here-{worker.id}" for worker in found.workers}
    for part in own_parts(found):
        worker = part.worker.id
        names |= {f"{name}-{worker}" for name in ("well", "worried", "mark", "source")}
        for child in children:
            names |= {f"own-risk-{worker}-{child}", f"own-safety-{worker}-{child}"}
    return names


def read_key(form: Form) -> str:
    """Read the key of this showing of the form; anything else is a problem of the form."""
    key = form.one("submit_key")
    if not KEY.fullmatch(key):
        form.refuse("", STRANGE)
    return key


def read_discussion(
    form: Form, found: Gathered, *, discipline: str, marks: Marks
) -> NewDiscussion | None:
    """Read the form; None when something has to be put right. Empty is never wrong.

    `marks` are those of the entries named as sources, as far as the writer may read them.
    """
    if form.unknown(field_names(found, form)):
        form.refuse("", STRANGE)
    children = tuple(child.id for child in found.family.children)
    texts = {name: form.text(field, MOST_WORDS) for name, field in TEXTS.items()}
    agreed = {child: _rating(form, f"risk-{child}", f"safety-{child}") for child in children}
    ways = {child: form.choice(f"way-{child}", WAYS) for child in children}
    new = NewDiscussion(
        **texts,
        children=children,
        attendance={
            worker.id: state
            for worker in found.workers
            if (state := form.choice(f"here-{worker.id}", ATTENDANCE))
        },
        agreed={child: rating for child, rating in agreed.items() if rating},
        trajectory={child: way for child, way in ways.items() if way},
        dissent=tuple(_dissent(form, found)),
        family_told=_told(form, found),
        fgdm_considered=_fgdm(form),
        next_due=form.day("next-due"),
        parts=tuple(_parts(form, found, discipline=discipline, marks=tuple(marks))),
        actions=tuple(_actions(form, found)),
        replaces=form.one("replaces"),
        submit_key=read_key(form),
    )
    return None if form.problems else new


def _rating(form: Form, risk: str, safety: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if level := form.choice(risk, RISKS):
        found["risk"] = level
    if figure := form.choice(safety, FIGURES):
        found["safety"] = int(figure)
    return found


def _people(found: Gathered) -> set[str]:
    """Return who may own an action or hold a view: workers of the family, and the chair."""
    return {*(worker.id for worker in found.family.workers), found.session.chair_id}


def _dissent(form: Form, found: Gathered) -> Iterator[dict[str, Any]]:
    on = found.session.held_on.isoformat()
    for row in range(1, dissent_rows(found, form) + 1):
        who = form.choice(f"dissent-who-{row}", _people(found))
        view = form.text(f"dissent-view-{row}", MOST_WORDS)
        resolved = form.text(f"dissent-resolved-{row}", MOST_WORDS)
        if view or resolved:
            yield {"who": who, "view": view, "resolved": resolved, "on": on}


def _told(form: Form, found: Gathered) -> dict[str, Any]:
    on = form.day("told-on")
    told = {
        "how": form.text("told-how", MOST_LINE),
        "by": form.choice("told-by", _people(found)),
        "on": on.isoformat() if on else "",
    }
    return {name: value for name, value in told.items() if value}


def _fgdm(form: Form) -> dict[str, Any]:
    answer, reason = form.choice("fgdm", ("yes", "no")), form.text("fgdm-reason", MOST_WORDS)
    found: dict[str, Any] = {"considered": answer == "yes"} if answer else {}
    return found | ({"reason": reason} if reason else {})


def _actions(form: Form, found: Gathered) -> Iterator[NewAction]:
    children = {child.id for child in found.family.children}
    for row in range(1, ACTION_ROWS + 1):
        text = form.text(f"action-{row}", MOST_WORDS)
        needed = bool(text)
        owner = form.choice(
            f"owner-{row}", _people(found), required="Choose who does it" if needed else ""
        )
        day = form.day(f"by-{row}", required="Enter by when" if needed else "")
        child = form.choice(f"child-{row}", children)
        if text and day:
            yield NewAction(text=text, owner_id=owner, child_id=child or None, due_on=day)


def _parts(form: Form, found: Gathered, *, discipline: str, marks: Marks) -> Iterator[NewPart]:
    known = {entry_id for entry_id, _ in marks}
    children = [child.id for child in found.family.children]
    for part in own_parts(found):
        worker = part.worker.id
        sources = tuple(dict.fromkeys(form.all(f"source-{worker}")))
        if not (known | set(part.sources)).issuperset(sources):
            form.refuse("", STRANGE)
        # What was pulled counts whether or not the form names it: a browser is not to be trusted.
        named = [one for entry, one in marks if entry in sources]
        counts = together((*part.all_kept, *named))
        basis = tightest([one.mark for one in counts])
        chosen = form.choice(f"mark-{worker}", LABELS) or tightest([basis, part.first_mark])
        if chosen not in marks_for(basis, discipline):
            # An entry was kept closer since the page was shown, or the page was written over.
            chosen = basis
        ratings = {
            child: _rating(form, f"own-risk-{worker}-{child}", f"own-safety-{worker}-{child}")
            for child in children
        }
        own = Kept(
            mark=chosen,
            persons=_persons(part, chosen, (*part.all_kept, *named)),
            discipline=discipline,
        )
        yield NewPart(
            worker_id=worker,
            well=form.text(f"well-{worker}", MOST_WORDS),
            worried=form.text(f"worried-{worker}", MOST_WORDS),
            ratings={child: rating for child, rating in ratings.items() if rating},
            sources=sources,
            mark=chosen,
            mark_persons=own.persons,
            beside=beside(own, counts),
        )


def _persons(part: OwnPart, chosen: str, counts: Iterable[Kept]) -> tuple[str, ...]:
    """Return whose a part is, whom it is kept from, or who alone may read it."""
    if chosen == POLICE_RESTRICTED:
        return next(one.persons for one in counts if one.mark == chosen)
    others = (one.persons for one in counts if one.mark != POLICE_RESTRICTED)
    persons = (part.persons(chosen), *others)
    return tuple(dict.fromkeys(one for people in persons for one in people))
