"""What was typed on a form that could not be saved: what of it is new, in words to copy."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from supervision.gathering import Gathered
from supervision.rules import RISKS, WAYS
from supervision.starting import ACTION_ROWS, own_parts, starting
from workbook.wall.marks import FAMILY_SHARED, TEAM
from workbook.web.filters import day

Values = Mapping[str, str]
OPEN: Final = (TEAM, FAMILY_SHARED)
LABELS: Final = {
    "decision": "What we decided",
    "rationale": "Why",
    "hypotheses": "What we think is going on",
    "child-voice": "What the children’s voice tells us",
    "family-view": "The family’s view",
    "fgdm": "Family group decision making considered",
    "fgdm-reason": "Family group decision making, why or why not",
    "told-how": "How the family was told",
    "told-on": "When the family was told",
    "next-due": "Next group supervision due",
}


def unsaved_words(values: Values, found: Gathered) -> tuple[str, str]:
    """Return all that was typed and is not saved, and what of it everybody may read.

    An addendum is read by everyone working with the family, so a row that is kept closer is in
    the first only.
    """
    stands = starting(found)
    open_lines = [*_changed(_labels(found, values), values, stands), *_actions(values, found)]
    kept_lines: list[str] = []
    for part in own_parts(found):
        worker, name = part.worker.id, part.worker.name
        labels = {f"well-{worker}": f"{name}: what is working"}
        labels |= {f"worried-{worker}": f"{name}: what we are worried about"}
        for child in found.family.children:
            about = f"{name}, own rating of {child.first_name}"
            labels[f"own-risk-{worker}-{child.id}"] = f"{about}: risk"
            labels[f"own-safety-{worker}-{child.id}"] = f"{about}: safety of 10"
        is_open = values.get(f"mark-{worker}") in OPEN and part.first_mark in OPEN
        lines = open_lines if is_open else kept_lines
        lines += _changed(labels, values, stands)
    return "\n\n".join((*open_lines, *kept_lines)), "\n\n".join(open_lines)


def without_agreed(values: Values, found: Gathered) -> dict[str, str]:
    """Return a form without the actions that it has saved already: they are not to double."""
    now = found.before.ids if found.before else ()
    agreed = {
        (one.text, one.owner_id, one.due_on.isoformat(), one.child_id or "")
        for one in found.actions
        if one.discussion_id in now
    }
    kept = dict(values)
    for row in range(1, ACTION_ROWS + 1):
        names = (f"action-{row}", f"owner-{row}", f"by-{row}", f"child-{row}")
        text, owner, by, child = (values.get(name, "") for name in names)
        if (text.strip(), owner, by.strip(), child) in agreed:
            kept[names[0]] = ""
    return kept


def _labels(found: Gathered, values: Values) -> dict[str, str]:
    """Return what the fields that everybody may read are called."""
    labels = dict(LABELS)
    for child in found.family.children:
        labels[f"risk-{child.id}"] = f"{child.first_name}: risk we agree on"
        labels[f"safety-{child.id}"] = f"{child.first_name}: safety of 10"
        labels[f"way-{child.id}"] = f"{child.first_name}: since last time"
    for name in values:
        if name.startswith("dissent-view-"):
            labels[name] = "A different view"
        elif name.startswith("dissent-resolved-"):
            labels[name] = "What came of the different view"
    return labels


def _changed(labels: Mapping[str, str], values: Values, stands: Values) -> Iterator[str]:
    for name, label in labels.items():
        text = values.get(name, "").strip()
        if text and text != stands.get(name, "").strip():
            yield f"{label}: {_said(name, text)}"


def _said(name: str, text: str) -> str:
    """Return an answer as the page words it; what a person typed as it is."""
    kind = name.partition("-")[0]
    if kind in {"risk", "way"} or name.startswith("own-risk-"):
        return (RISKS | WAYS).get(text, text)
    if name in {"next-due", "told-on"}:
        return _day(text)
    return text


def _actions(values: Values, found: Gathered) -> Iterator[str]:
    names = found.family.names | {found.session.chair_id: found.session.chair}
    for row in range(1, ACTION_ROWS + 1):
        text = without_agreed(values, found).get(f"action-{row}", "").strip()
        if text:
            child = found.family.member(values.get(f"child-{row}", ""))
            said = [text, names.get(values.get(f"owner-{row}", ""), "")]
            said += [f"by {_day(by)}" if (by := values.get(f"by-{row}", "")) else ""]
            said += [f"for {child.first_name}" if child else ""]
            yield f"Action: {', '.join(one for one in said if one)}"


def _day(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text
