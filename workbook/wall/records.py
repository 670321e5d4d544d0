"""The policy of records law: who sees how long records are kept, and what alone lets a row go.

Fragments are as in `workbook.wall.policy`, which takes these in.
"""

from collections.abc import Collection
from typing import Final

SCREEN: Final = "{audience} = ''"
SIGNED: Final = "{r}.recorded_by = {user}"
# Those who answer for records: information governance, and the manager of the family's team,
# long after the family was closed. Never with a conflict of interest.
KEEPERS: Final = "{discipline} in ('information_governance', 'team_manager')"
ANSWERS: Final = (
    "({discipline} = 'information_governance'"
    " or ({discipline} = 'team_manager' and {r}.team_id = {team}))"
    f" and {SCREEN} and coalesce({{r}}.family_id, '') not in ({{set:my_conflicts}})"
)
OF_ALL: Final = f"({{r}}.family_id is null and {KEEPERS} and {SCREEN})"
OWN_HAND: Final = f"({ANSWERS}) and {SIGNED}"
BROUGHT_IN: Final = "{discipline} = 'importer'"

RECORDS_SETS: Final[dict[str, str]] = {
    "my_orders": "select o.id from {destruction_order} o where o.recorded_by = {user}",
    "my_lifting_requests": "select q.id from {hold_lifting_request} q where q.recorded_by = {user}",
}
RECORDS_READ: Final[dict[str, str]] = {
    "retention_date": ANSWERS,
    "destruction_order": ANSWERS,
    "destruction_export": ANSWERS,
    "destruction_decision": ANSWERS,
    "destruction_lapse": ANSWERS,
    "destruction_certificate": ANSWERS,
    "legal_hold": f"({ANSWERS}) or {OF_ALL}",
    "hold_lifting_request": f"({ANSWERS}) or {OF_ALL}",
    "hold_lifting": f"({ANSWERS}) or {OF_ALL}",
}
# What nobody adds by hand is written by the commands, as the owner of the database.
RECORDS_ADD: Final[dict[str, str]] = {
    **dict.fromkeys(RECORDS_READ, BROUGHT_IN),
    "destruction_order": OWN_HAND,
    "destruction_decision": f"{OWN_HAND} and {{r}}.order_id not in ({{set:my_orders}})",
    "legal_hold": OWN_HAND,
    "hold_lifting_request": OWN_HAND,
    "hold_lifting": f"{OWN_HAND} and {{r}}.request_id not in ({{set:my_lifting_requests}})",
}

# What proves that something was destroyed, and the log, outlive every record.
NEVER: Final = frozenset(
    {
        "audit_event", "audit_checkpoint", "destruction_order", "destruction_export",
        "destruction_decision", "destruction_lapse", "destruction_certificate",
    }
)  # fmt: skip
ORDERED: Final = """
  exists (select 1 from {destruction_order} o
    join {destruction_decision} d on d.order_id = o.id
    join {destruction_export} x on x.order_id = o.id
   where (whose) and d.approved = {true} and d.recorded_by <> o.recorded_by
     and not exists (select 1 from {destruction_lapse} z where z.order_id = o.id))"""
HELD: Final = """
  exists (select 1 from {legal_hold} h
   where (h.covers = 'everything' or (whose)) and not exists
     (select 1 from {hold_lifting} l where l.hold_id = h.id and l.lifted = {true}))"""
OF_THE_FAMILY: Final = """h.family_id = (family) or h.person_id in
  (select m.person_id from {family_member} m where m.family_id = (family))"""


def destruction(table: str, columns: Collection[str]) -> str:
    """Return when a row of this table may be deleted, by the owner of the database alone.

    An approved order for its family, whose record was exported, and no hold; a form put aside and
    never shared, once it is old. For everything else: never.
    """
    if table in NEVER:
        return "1 = 0"
    if table == "person":
        order = "exists (select 1 from {each}(o.person_ids) p where p.value = {r}.id)"
        return f"{_said(ORDERED, order)} and not {_said(HELD, 'h.person_id = {r}.id')}"
    if table != "family" and "family_id" not in columns:
        return "1 = 0"
    family = "{r}.id" if table == "family" else "{r}.family_id"
    ordered = _said(ORDERED, f"o.family_id = {family}")
    unheld = f"not {_said(HELD, OF_THE_FAMILY.replace('(family)', family))}"
    if table == "draft":
        shared = "exists (select 1 from {entry} e where e.submit_key = {r}.submit_key)"
        ordered = f"({ordered} or ({{r}}.recorded_at < {{week_ago}} and not {shared}))"
    return f"{ordered} and {unheld}"


def _said(rule: str, whose: str) -> str:
    return rule.replace("(whose)", f"({whose})")
