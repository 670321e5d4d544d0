"""What a worker may add: for each relation its rule. Nothing is ever changed or taken away."""

from typing import Final

from workbook.wall.reading import (
    DECIDES_ROLES,
    IS_TOLD_OF,
    KEEPS_REGISTER,
    LOCATES_HERE,
    MAKES_DOCUMENTS,
    OF_A_SEEN_ACTION,
    OF_ANOTHER,
    READ,
    ROUTE,
    SCREEN_ONLY,
    SHOWN_QUESTION,
    SIGNED,
    WATCHES,
)
from workbook.wall.records import RECORDS_ADD, carried_over

# Whoever adds a row signs it with their own name and has a route to the family.
OF_OWN: Final = f"({ROUTE} and {SCREEN_ONLY} and {SIGNED})"
IMPORTED: Final = "{discipline} = 'importer'"
MANAGES: Final = f"({OF_OWN} and {{discipline}} = 'team_manager')"
CASE_WORKER: Final = (
    "{discipline} in ('social_worker', 'senior_practitioner', 'team_manager',"
    " 'childrens_practitioner', 'da_survivor_worker', 'da_perpetrator_worker',"
    " 'mental_health_practitioner', 'recovery_worker')"
)

# One may give oneself a way in only with a reason, for a day, and never into a conflict; nobody
# with an opening that was not looked into yet may open another [security 3.4].
ONESELF: Final = (
    f"{SIGNED} and {{r}}.worker_id = {{user}} and {SCREEN_ONLY} and {{r}}.starts_at <= {{now}}"
    " and {r}.ends_at <= {tomorrow} and length({r}.reason) >= 20"
    " and {r}.family_id not in ({set:my_conflicts})"
)
WAYS_IN: Final[dict[str, str]] = {
    "break_glass": f"{ONESELF} and {CASE_WORKER} and not exists ({{set:my_unreviewed}})",
    "closed": f"{ONESELF} and {{discipline}} = 'team_manager' and {{r}}.family_id in"
    " ({set:team_families})",
    "cover": f"{MANAGES} and {{r}}.worker_id <> {{user}}",
    "sample": f"{MANAGES} and {{r}}.worker_id <> {{user}}",
    "subject_access": f"{SIGNED} and {{r}}.worker_id = {{user}} and {SCREEN_ONLY}"
    " and {discipline} = 'information_governance' and {r}.family_id not in ({set:my_conflicts})",
}

_ADDED: Final[dict[str, str]] = {
    **dict.fromkeys(READ, OF_OWN),
    "family": "1 = 0",
    "person": SIGNED,
    "involvement": MANAGES,
    "route": " or ".join(f"({{r}}.kind = '{kind}' and {rule})" for kind, rule in WAYS_IN.items()),
    "route_end": f"{SIGNED} and ({{r}}.route_id in ({{set:my_routes}}) or {MANAGES})",
    "route_review": f"{SIGNED} and {SCREEN_ONLY} and {{r}}.route_id not in ({{set:my_routes}})"
    f" and (({ROUTE} and {{discipline}} = 'team_manager') or {{discipline}} = 'privacy_monitor')",
    "conflict": f"{SIGNED} and {SCREEN_ONLY} and ({{discipline}} = 'information_governance'"
    f" or ({ROUTE} and {{r}}.worker_id = {{user}}))",
    "conflict_end": f"{SIGNED} and {SCREEN_ONLY} and {{discipline}} = 'information_governance'"
    " and {r}.conflict_id not in ({set:my_conflict_rows})",
    "closing": MANAGES,
    "known_answer": SIGNED,
    "staff_details": SIGNED,
    "match_proposal": WATCHES,
    "match_decision": f"{SIGNED} and {SCREEN_ONLY} and {KEEPS_REGISTER} and {SHOWN_QUESTION}",
    # Nobody gives a role to themself, and nobody decides what they asked for or would get.
    "role_request": f"{SIGNED} and {{r}}.worker_id <> {{user}}"
    " and {discipline} = 'system_administrator'",
    "role_decision": f"{SIGNED} and {DECIDES_ROLES}"
    " and {r}.request_id not in ({set:my_role_requests})",
    "sealed_fact": f"{OF_OWN} and {LOCATES_HERE}",
    "action_outcome": f"{OF_OWN} and {OF_A_SEEN_ACTION}",
    "loosening_decision": f"{OF_OWN} and {{r}}.request_id not in ({{set:my_requests}})"
    f" and {IS_TOLD_OF}",
    "lifting": f"{OF_OWN} and {{r}}.decision_id in ({{set:approved_loosenings}})",
    "release_request": f"{OF_OWN} and {MAKES_DOCUMENTS}",
    # A second person: never the one who asked.
    "release_decision": f"{OF_OWN} and {MAKES_DOCUMENTS} and " + OF_ANOTHER,
    # Nobody looks into an opening of their own.
    "finding": f"{SIGNED} and {WATCHES}",
    "finding_review": f"{SIGNED} and {SCREEN_ONLY}"
    " and {r}.finding_id not in ({set:my_findings})"
    f" and (({ROUTE} and {{discipline}} = 'team_manager') or {{discipline}} = 'privacy_monitor'"
    " or {r}.family_id in ({set:told_families}))",
    "staff_family": f"({IMPORTED}) or ({SIGNED} and {{discipline}} = 'information_governance')",
    # Every act writes its audit row, from a family that is being brought in to a refused sign-in.
    "audit_event": "{discipline} = 'doorkeeper' or {r}.worker_id = {user}",
}
# Whoever brings records in from elsewhere may add any and read none.
ADD: Final[dict[str, str]] = {
    **{table: carried_over(table, f"{IMPORTED} or ({rule})") for table, rule in _ADDED.items()},
    "audit_checkpoint": "{discipline} = 'sealer'",
    **RECORDS_ADD,
}
