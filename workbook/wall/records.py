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

# An entry that was moved to the family it belongs to: nobody reads it where it was, but those who
# answer for what is said of a family to somebody who asks for their own record.
MISFILED: Final = """
  exists (select 1 from {misfiling} m where m.entry_id = (entry) and m.kind = 'left')
    and not ({discipline} = 'information_governance' and {audience} = '')"""
OF_ENTRY: Final = frozenset(
    {"entry", "contribution", "voice", "ruler", "score", "action", "attachment"}
)
ROUTE: Final = "{r}.family_id in ({set:my_families})"
OF_OWN: Final = f"{ROUTE} and {SCREEN} and {SIGNED}"
MOVING: Final = """{misfiling_request} q join {misfiling_decision} d on d.request_id = q.id
   {more} where d.approved = {true} and d.recorded_by <> q.recorded_by
     and not exists (select 1 from {misfiling} m where m.request_id = q.id)"""
CARRIER: Final = "{discipline} = 'carrier'"
ASKED_OR_DECIDES: Final = f"({ROUTE} and {SCREEN} and ({SIGNED} or {KEEPERS})) or {CARRIER}"

RECORDS_SETS: Final[dict[str, str]] = {
    "being_moved": "select v.value from "  # noqa: S608 -- our own text
    + MOVING.replace("{more}", "cross join {each}(q.entry_ids) v"),
    "moving_to": "select q.to_family_id from " + MOVING.replace("{more}", ""),  # noqa: S608
    "my_misfilings": "select q.id from {misfiling_request} q where q.recorded_by = {user}",
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
    "misfiling": f"{ROUTE} or {CARRIER}",
    "misfiling_request": ASKED_OR_DECIDES,
    "misfiling_decision": f"({ROUTE} and {SCREEN}) or {CARRIER}",
}
# What nobody adds by hand is written by the commands, as the owner of the database.
RECORDS_ADD: Final[dict[str, str]] = {
    **dict.fromkeys(RECORDS_READ, BROUGHT_IN),
    "destruction_order": OWN_HAND,
    "destruction_decision": f"{OWN_HAND} and {{r}}.order_id not in ({{set:my_orders}})",
    "legal_hold": OWN_HAND,
    "hold_lifting_request": OWN_HAND,
    "hold_lifting": f"{OWN_HAND} and {{r}}.request_id not in ({{set:my_lifting_requests}})",
    # One who works with both families asks, the manager decides, and an account that reads
    # nothing else carries the entry over.
    "misfiling_request": f"({BROUGHT_IN}) or ({OF_OWN} and {{r}}.to_family_id <> {{r}}.family_id"
    " and {r}.to_family_id in ({set:my_families}))",
    "misfiling_decision": f"({BROUGHT_IN}) or ({OF_OWN} and {{discipline}} = 'team_manager'"
    " and {r}.request_id not in ({set:my_misfilings}))",
    "misfiling": f"({BROUGHT_IN}) or ({CARRIER} and {SIGNED})",
}


def where_it_belongs(table: str, rule: str) -> str:
    """Return a rule for reading a table, once what was moved elsewhere is shut."""
    if table not in OF_ENTRY:
        return rule
    entry = "{r}.id" if table == "entry" else "{r}.entry_id"
    carried = f"{CARRIER} and {entry} in ({{set:being_moved}})"
    return f"(({rule}) and not ({MISFILED.replace('(entry)', entry)})) or ({carried})"


def carried_over(table: str, rule: str) -> str:
    """Return a rule for adding to a table, with what is carried over from another family."""
    if table not in OF_ENTRY:
        return rule
    return f"({rule}) or ({CARRIER} and {{r}}.family_id in ({{set:moving_to}}))"


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
