"""What the record shows before anybody says it: drift, and who saw which child alone."""

from collections.abc import Iterable, Sequence
from typing import Final

from supervision.rules import SavedDiscussion
from workbook.entries.rules import SavedEntry
from workbook.families.rules import FamilyFile, Member
from workbook.web.filters import join_names, month_day

DRIFT_SESSIONS: Final = 3
UNCHANGED: Final = frozenset({"same", "drifting", ""})


def is_drifting(child_id: str, newest_first: Sequence[SavedDiscussion]) -> bool:
    """Tell whether nothing changed for a child over the last three sessions [domain 3.4].

    Unchanged is what the team called so, or rated the same each time; a session that called it
    better or worse ends the count. It is a question to the team, never an answer.
    """
    last = newest_first[:DRIFT_SESSIONS]
    ways = [one.trajectory.get(child_id, "") for one in last]
    ratings = [one.agreed.get(child_id, {}) for one in last]
    if len(last) < DRIFT_SESSIONS or not UNCHANGED.issuperset(ways):
        return False
    return all(ways) or (bool(ratings[0]) and all(rating == ratings[0] for rating in ratings))


def drift_words(family: FamilyFile, newest_first: Sequence[SavedDiscussion]) -> str:
    """Ask whether the work for some children is drifting; "" where nothing suggests it."""
    names = [one.first_name for one in family.children if is_drifting(one.id, newest_first)]
    if not names:
        return ""
    return (
        f"Nothing has changed for {join_names(names)} in the last {DRIFT_SESSIONS} sessions. "
        "Is it drifting?"
    )


def seen_alone_words(family: FamilyFile, newest_first: Iterable[SavedEntry]) -> str:
    """Say when and by whom each child was last seen alone [domain 3.3]; "" without children.

    It says what is written down among the entries given, so that nobody takes it for more.
    """
    born = [child for child in family.children if child.kind == "child"]
    last: dict[str, SavedEntry] = {}
    for entry in newest_first:
        for child in entry.children:
            if child.seen_alone:
                last.setdefault(child.person, entry)
    seen = [_seen(child, last[child.id], family) for child in born if child.id in last]
    missing = [child.first_name for child in born if child.id not in last]
    told = [f"Last seen alone: {'; '.join(seen)}."] if seen else []
    if missing:
        was = "was" if len(missing) == 1 else "were"
        told.append(f"Nothing here says that {join_names(missing)} {was} seen alone.")
    return " ".join(told)


def _seen(child: Member, entry: SavedEntry, family: FamilyFile) -> str:
    by = family.names.get(entry.recorded_by, "")
    on = f"{child.first_name} on {month_day(entry.occurred_at)}"
    return f"{on} by {by}" if by else on
