"""The one policy text, compiled for both databases.

Each protected relation has a rule for reading and a rule for adding. `{r}` is the row. Everything
else in braces is a fragment that the two engines write differently (`sqlite.py`,
`postgresql.py`). The same rules stand in plain English in `docs/who-sees-what.md` and, written
independently, as the Python reference in `tests/workbook/wall/reference.py`.
"""

from typing import Final

# A route to a family: working with it today, or managing the team that does.
MY_FAMILIES: Final = """
  select i.family_id from {involvement} i
   where i.worker_id = {user} and i.starts_on <= {today}
     and (i.ends_on is null or i.ends_on >= {today})
     and not exists (select 1 from {involvement} later where later.replaces_id = i.id)
  union all
  select f.id from {family} f where {discipline} = 'team_manager' and f.team_id = {team}
"""

ROUTE: Final = "{r}.family_id in (" + MY_FAMILIES + ")"

# Business support arranges and sends; a family group coordinator is independent of the case.
IN_THE_CASE: Final = "{discipline} not in ('business_support', 'fgdm_coordinator')"
OWN_TEAM: Final = (
    "{discipline} not in ('business_support', 'fgdm_coordinator', 'da_perpetrator_worker',"
    " 'conference_chair')"
)

# What each mark opens to, for a worker who has a route to the family.
BY_MARK: Final = (
    """(
    {r}.mark in ('team', 'family_shared', 'staff_safety')
    or ({r}.mark in ('adult_private', 'child_private', 'third_party') and """
    + OWN_TEAM
    + """)
    or ({r}.mark = 'survivor_protected'
        and {discipline} in ('social_worker', 'team_manager', 'da_survivor_worker'))
    or ({r}.mark = 'health_restricted' and {r}.discipline = {discipline})
    or ({r}.mark = 'legal_privileged' and {discipline} in ('social_worker', 'team_manager')))"""
)
MARK_OPENS: Final = "({r}.recorded_by = {user} or (" + IN_THE_CASE + " and " + BY_MARK + "))"

# What a document may hold: recipients are part of the viewer, so a report cannot read more.
NOT_KEPT_FROM_READERS: Final = """
    not exists (select 1 from {each}({r}.mark_persons) kept where kept.value in {recipients})
    and {r}.family_id not in (
      select w.family_id from {withholding} w, {each}(w.from_persons) kept
       where w.whole_record = {true} and kept.value in {recipients})"""
MAY_BE_GIVEN: Final = (
    "({audience} = '' or (({r}.mark = 'family_shared'"
    " or ({r}.mark = 'team' and {audience} = 'conference')) and " + NOT_KEPT_FROM_READERS + "))"
)
# Who is who may be named to any reader, unless the tie itself is kept.
MAY_BE_NAMED: Final = (
    "({audience} = '' or ({r}.mark in ('team', 'family_shared') and " + NOT_KEPT_FROM_READERS + "))"
)

# Words that were said with a wish about who hears them.
WISH_KEPT: Final = """({audience} = '' or {r}.share_ok = 'yes'
    or ({r}.share_ok = 'too_young' and {audience} = 'conference'))"""

MARKED: Final = f"{ROUTE} and {MARK_OPENS} and {MAY_BE_GIVEN}"
SCREEN_ONLY: Final = "{audience} = ''"
# Where somebody is, and how to reach them: never for the worker of the person using abuse.
LOCATES: Final = (
    "{discipline} in ('social_worker', 'team_manager', 'childrens_practitioner',"
    " 'da_survivor_worker')"
)
PLACE: Final = f"{ROUTE} and ({{r}}.protected = {{false}} or ({LOCATES} and {SCREEN_ONLY}))"

READ: Final[dict[str, str]] = {
    "family": "{r}.id in (" + MY_FAMILIES + ")",
    "family_member": f"{ROUTE} and ({{r}}.recorded_by = {{user}} or {BY_MARK}) and {MAY_BE_NAMED}",
    "person": "{r}.id in (select m.person_id from {family_member:secured} m)",
    "relationship": f"{ROUTE} and {MARK_OPENS} and {MAY_BE_NAMED}",
    "parental_responsibility": ROUTE,
    "household": PLACE,
    "household_member": PLACE,
    "contact_detail": f"{ROUTE} and {SCREEN_ONLY} and ({{r}}.sealed = {{false}} or {LOCATES})",
    "identifier": f"{ROUTE} and {SCREEN_ONLY}",
    "legal_stage": ROUTE,
    "involvement": ROUTE,
    "withholding": f"{ROUTE} and {SCREEN_ONLY} and {OWN_TEAM}",
    "change_goal": ROUTE,
    "network_member": ROUTE,
    "fgdm_offer": f"{ROUTE}",
    "family_meeting": f"{ROUTE} and {SCREEN_ONLY}",
    "family_plan": ROUTE,
    "family_decision": f"{ROUTE} and {SCREEN_ONLY} and {IN_THE_CASE}",
    "entry": MARKED,
    "entry_succession": ROUTE,
    "contribution": f"{MARKED} and {WISH_KEPT}",
    "voice": f"{MARKED} and {WISH_KEPT}",
    "ruler": f"{MARKED} and ({{audience}} <> 'family' or {{r}}.adult_id in {{recipients}})",
    "score": f"{MARKED} and {SCREEN_ONLY}",
    "action": MARKED,
    "action_outcome": ROUTE,
    "draft": f"{ROUTE} and {SCREEN_ONLY} and {{r}}.recorded_by = {{user}}",
    "section_summary": MARKED,
    "module_status": f"{ROUTE} and {IN_THE_CASE}",
    "family_discussion": f"{ROUTE} and {SCREEN_ONLY} and {IN_THE_CASE}",
    "discussion_part": f"{MARKED} and {SCREEN_ONLY} and {{discipline}} <> 'conference_chair'",
    "discussion_sign_off": f"{ROUTE} and {SCREEN_ONLY} and {IN_THE_CASE}",
    "discussion_addendum": f"{ROUTE} and {SCREEN_ONLY} and {IN_THE_CASE}",
    "issued_document": f"{ROUTE} and {SCREEN_ONLY} and {IN_THE_CASE}",
    # Ids only. Whoever adds a row must see the end of its chain.
    "audit_event": "({discipline} in ('importer', 'doorkeeper', 'sealer') or {r}.chain = {user}"
    " or {r}.chain in (" + MY_FAMILIES + "))",
    "audit_checkpoint": "{discipline} = 'sealer'",
}

# Whoever adds a row signs it with their own name and has a route to the family.
SIGNED: Final = "{r}.recorded_by = {user}"
ADD_ROUTE: Final = f"({{discipline}} = 'importer' or ({ROUTE} and {SCREEN_ONLY} and {SIGNED}))"
IMPORTED: Final = "{discipline} = 'importer'"

ADD: Final[dict[str, str]] = {
    **dict.fromkeys(READ, ADD_ROUTE),
    "family": IMPORTED,
    "person": f"{{discipline}} = 'importer' or {SIGNED}",
    "involvement": f"({IMPORTED}) or ({ROUTE} and {SIGNED} and {{discipline}} = 'team_manager')",
    # Every act writes its audit row, from a family that is being brought in to a refused sign-in.
    "audit_event": "{discipline} in ('importer', 'doorkeeper') or {r}.worker_id = {user}",
    "audit_checkpoint": "{discipline} = 'sealer'",
}
