"""The one policy text, compiled for both databases.

Each protected relation has a rule for reading and a rule for adding. `{r}` is the row. Everything
else in braces is a fragment that the two engines write differently (`sqlite.py`,
`postgresql.py`), the name of a relation, or `{set:…}`, one of the sets below. The rules that
people know by name (`RULES`) stand in plain English in `workbook/wall/said.py` and
`docs/who-sees-what.md` and, written independently, as the Python reference in
`tests/workbook/wall/reference.py`; a test holds the three against each other.
"""

from typing import Final

from workbook.wall.records import (
    MISFILED,
    OF_ENTRY,
    RECORDS_ADD,
    RECORDS_READ,
    RECORDS_SETS,
    carried_over,
    where_it_belongs,
)

# The disciplines that read the case at all. Business support arranges and sends; a family group
# coordinator is independent of the case; the last two look after the log and the settings.
NOT_IN_THE_CASE: Final = (
    "('business_support', 'fgdm_coordinator', 'privacy_monitor', 'system_administrator')"
)
# Beside the family's own team: not for the marks that are a confidence of one person.
NOT_OWN_TEAM: Final = (
    "('business_support', 'fgdm_coordinator', 'privacy_monitor', 'system_administrator',"
    " 'da_perpetrator_worker', 'conference_chair', 'legal_adviser', 'caldicott_guardian')"
)
LEADS: Final = "('social_worker', 'senior_practitioner', 'team_manager')"

RULES: Final[dict[str, str]] = {
    # A way to the family. Each is a query of family ids.
    "route.involvement": """
      select i.family_id from {involvement} i
       where i.worker_id = {user} and i.starts_on <= {today}
         and (i.ends_on is null or i.ends_on >= {today})
         and not exists (select 1 from {involvement} later where later.replaces_id = i.id)
         and i.family_id not in ({set:closed_families})""",
    "route.manager": """
      select f.id from {family} f where {discipline} = 'team_manager' and f.team_id = {team}
         and f.id not in ({set:closed_families})""",
    "route.for_a_time": """
      select w.family_id from {route} w
       where w.worker_id = {user} and w.starts_at <= {now} and w.ends_at > {now}
         and not exists (select 1 from {route_end} e where e.route_id = w.id)""",
    "bar.conflict": """
      select c.family_id from {conflict} c where c.worker_id = {user}
         and not exists (select 1 from {conflict_end} e where e.conflict_id = c.id)""",
    "bar.sitting": "{only} = '' or way.family_id = {only}",
    "bar.no_content": "{discipline} not in ('privacy_monitor', 'system_administrator')",
    "bar.closed": """
      select c.family_id from {closing} c where c.kind = 'closed' and c.happens_on <= {lately}
         and not exists (select 1 from {closing} later where later.replaces_id = c.id)""",
    "bar.misfiled": MISFILED,
    # What each mark opens to, for a worker who has a way to the family.
    "mark.author": "{r}.recorded_by = {user}",
    "mark.in_the_case": "{discipline} not in " + NOT_IN_THE_CASE,
    "mark.team": "{r}.mark = 'team'",
    "mark.family_shared": "{r}.mark = 'family_shared'",
    "mark.staff_safety": "{r}.mark = 'staff_safety'",
    "mark.adult_private": "{r}.mark = 'adult_private' and {discipline} not in " + NOT_OWN_TEAM,
    "mark.child_private": "{r}.mark = 'child_private' and {discipline} not in " + NOT_OWN_TEAM,
    "mark.third_party": "{r}.mark = 'third_party' and {discipline} not in " + NOT_OWN_TEAM,
    "mark.survivor_protected": "{r}.mark = 'survivor_protected' and ({discipline} in " + LEADS
    + " or {discipline} in ('da_survivor_worker', 'information_governance'))",
    "mark.health_restricted": "{r}.mark = 'health_restricted' and ({r}.discipline = {discipline}"
    " or {discipline} in ('information_governance', 'caldicott_guardian'))",
    "mark.legal_privileged": "{r}.mark = 'legal_privileged' and ({discipline} in " + LEADS
    + " or {discipline} = 'legal_adviser') and {r}.family_id in ({set:own_families})",
    "mark.police_restricted": """{r}.mark = 'police_restricted' and exists
      (select 1 from {each}({r}.mark_persons) named where named.value = {user})""",
    "mark.tightened": """
      exists (select 1 from {tightening} t where t.object_id = {r}.id and not {opens:t}
        and not exists (select 1 from {lifting} l where l.tightening_id = t.id))""",
    # Of what a mark keeps to specialists, those who work with the family learn that it is there.
    "held.specialist": "{r}.mark = 'health_restricted' or ({r}.mark = 'survivor_protected'"
    " and {discipline} not in " + NOT_OWN_TEAM + ")",
    # What a document may hold: recipients are part of the viewer, so it cannot read more.
    "given.family": "{r}.mark = 'family_shared'",
    "given.conference": "{r}.mark = 'team' and {audience} = 'conference'",
    "given.kept_from": """
      not exists (select 1 from {each}({r}.mark_persons) kept where kept.value in {recipients})""",
    "given.whole_record": """
      select w.family_id from {withholding} w, {each}(w.from_persons) kept
       where w.whole_record = {true} and kept.value in {recipients}""",
    "given.wish": """{r}.share_ok = 'yes'
      or ({r}.share_ok = 'too_young' and {audience} = 'conference')""",
    "given.own_rulers": """{audience} <> 'family' or ({r}.adult_id in {recipients}
      and not exists (select 1 from {recipients} one where one.value <> {r}.adult_id))""",
    "given.screen_only": "{audience} = ''",
    # Where somebody is, and how to reach them: never for the worker of the person using abuse.
    "place.locates": "{discipline} in " + LEADS
    + " or {discipline} in"
    " ('childrens_practitioner', 'da_survivor_worker', 'information_governance')",
    "route.asked": "{r}.key = {asks}",
    # The account behind the last gate: the family at hand, and those with the same person in them.
    "route.gate": """
      select f.id from {family} f where {discipline} = 'gatekeeper' and f.id = {only}
      union all
      select there.family_id from {family_member} there
        join {family_member} here on here.person_id = there.person_id
       where {discipline} = 'gatekeeper' and here.family_id = {only}
      union all
      select there.family_id from {known_family} there
        join {known_family} here on here.key = there.key
       where {discipline} = 'gatekeeper' and here.family_id = {only}""",
    # With somebody of a family in the room: only what the last gate searched and passed.
    "bar.stopped": """{only} = '' or ({r}.recorded_at <= {cleared}
      and {whole} not in {stopped})""",
    # Somebody who broke the glass is not one of those who work with the family.
    "bar.break_glass": """
      select w.family_id from {route} w
       where w.worker_id = {user} and w.kind <> 'break_glass' and w.starts_at <= {now}
         and w.ends_at > {now}
         and not exists (select 1 from {route_end} e where e.route_id = w.id)""",
}  # fmt: skip

WAYS: Final = " union all ".join(
    RULES[way] for way in ("route.involvement", "route.manager", "route.for_a_time")
)
# What is asked of the whole record, not of one row. PostgreSQL keeps each as a function that sees
# every row and gives out ids only; SQLite writes it where it is used.
SETS: Final[dict[str, str]] = {
    "closed_families": RULES["bar.closed"],
    "my_conflicts": RULES["bar.conflict"],
    "my_families": f"select way.family_id from ({WAYS}) way"  # noqa: S608 -- our own text
    f" where way.family_id not in ({{set:my_conflicts}}) and {RULES['bar.no_content']}"
    f" and ({RULES['bar.sitting']})",
    "own_families": f"{RULES['route.involvement']} union all {RULES['route.manager']}"
    f" union all {RULES['bar.break_glass']}",
    # The account that looks for odd openings sees who is who in every family.
    "seen_families": "{set:my_families} union all"
    " select f.id from {family} f where {discipline} = 'monitor'",
    "gate_families": RULES["route.gate"],
    "told_families": "select s.family_id from {staff_family} s where s.told_id = {user}",
    "my_findings": "select g.id from {finding} g where g.worker_id = {user}",
    "kept_families": RULES["given.whole_record"]
    + " and w.family_id in ({set:my_families})",
    "team_families": "select f.id from {family} f"
    " where {discipline} = 'team_manager' and f.team_id = {team}",
    "my_routes": "select w.id from {route} w where w.worker_id = {user}",
    "my_unreviewed": """
      select w.id from {route} w where w.worker_id = {user} and w.kind = 'break_glass'
         and not exists (select 1 from {route_review} v where v.route_id = w.id)""",
    "withdrawn_by_others": "select a.withdraws_id from {attachment} a"
    " where a.withdraws_id is not null and a.recorded_by <> {user}",
    "my_conflict_rows": "select c.id from {conflict} c where c.worker_id = {user}",
    "my_role_requests": "select q.id from {role_request} q"
    " where q.recorded_by = {user} or q.worker_id = {user}",
    "my_requests": "select q.id from {loosening_request} q where q.recorded_by = {user}",
    "approved_loosenings": """
      select d.id from {loosening_decision} d join {loosening_request} q on q.id = d.request_id
       where d.approved = {true} and d.recorded_by <> q.recorded_by""",
    **RECORDS_SETS,
}  # fmt: skip

ROUTE: Final = "{r}.family_id in ({set:my_families})"
IN_THE_CASE: Final = RULES["mark.in_the_case"]
OWN_TEAM: Final = "{discipline} not in " + NOT_OWN_TEAM
SCREEN_ONLY: Final = RULES["given.screen_only"]
MARKS_OPEN: Final = (
    "team", "family_shared", "staff_safety", "adult_private", "child_private", "third_party",
    "survivor_protected", "health_restricted", "legal_privileged", "police_restricted",
)  # fmt: skip

# The row's own mark opens to this worker and these readers. A tightening is asked the same.
BY_MARK: Final = "(" + " or ".join(f"({RULES[f'mark.{mark}']})" for mark in MARKS_OPEN) + ")"
NOT_KEPT_FROM_READERS: Final = (
    RULES["given.kept_from"] + " and {r}.family_id not in ({set:kept_families})"
)
MAY_BE_GIVEN: Final = (
    f"({SCREEN_ONLY} or (({RULES['given.family']} or ({RULES['given.conference']}))"
    f" and {NOT_KEPT_FROM_READERS}))"
)
# Who is who may be named to any reader, unless the tie itself is kept.
MAY_BE_NAMED: Final = (
    f"({SCREEN_ONLY} or ({{r}}.mark in ('team', 'family_shared') and {NOT_KEPT_FROM_READERS}))"
)


def _tightened(opens: str) -> str:
    """Return the rule that a tightening shuts a row which its own mark would have opened."""
    asked = opens.replace("{r}.discipline", "{r}.for_discipline").replace("{r}", "t")
    return RULES["mark.tightened"].replace("{opens:t}", asked)


SHUT: Final = _tightened(BY_MARK)
OPENS: Final = f"({IN_THE_CASE} and {BY_MARK} and not {SHUT})"
MARK_OPENS: Final = f"({RULES['mark.author']} or {OPENS})"
MARKED: Final = (
    f"{ROUTE} and {MARK_OPENS} and {MAY_BE_GIVEN}"
    f" and ({SCREEN_ONLY} or not {_tightened(MAY_BE_GIVEN)})"
)
NAMED: Final = f"{MAY_BE_NAMED} and ({SCREEN_ONLY} or not {_tightened(MAY_BE_NAMED)})"
WISH_KEPT: Final = f"({SCREEN_ONLY} or {RULES['given.wish']})"
NOT_SHUT: Final = f"({RULES['mark.author']} or not {SHUT})"
LOCATES: Final = f"({RULES['place.locates']})"
LOCATES_HERE: Final = f"({LOCATES} and {{r}}.family_id in ({{set:own_families}}))"
WATCHES: Final = "{discipline} = 'monitor'"
SEEN: Final = "{r}.family_id in ({set:seen_families})"
# Nobody signs in as the last gate; it reads no word of any record. It is asked about last, since
# for everybody else the answer is no.
GUARDS: Final = "({r}.family_id in ({set:gate_families}))"
PLACE: Final = (
    f"{SEEN} and ({WATCHES} or (({{r}}.protected = {{false}}"
    f" or ({LOCATES_HERE} and {SCREEN_ONLY})) and {NOT_SHUT}"
    f" and ({SCREEN_ONLY} or not {_tightened(MAY_BE_NAMED)}))) or {GUARDS}"
)
ASKED_AFTER: Final = "select k.family_id from {known_family:secured} k"
# With somebody of the family in the room, the screen shows no more than they may know.
NOT_SITTING: Final = "{only} = ''"
UNTOLD_WORKER: Final = (
    "{r}.worker_id in (select w.id from worker w where w.discipline = 'da_survivor_worker')"
)
MAKES_DOCUMENTS: Final = "{discipline} in " + LEADS
OF_ANOTHER: Final = """exists (select 1 from {release_request:secured} q
    where q.id = {r}.request_id and q.family_id = {r}.family_id and q.recorded_by <> {user})"""
RELEASES: Final = "{discipline} in ('information_governance', 'team_manager')"
OVERSEES: Final = "{discipline} in ('privacy_monitor', 'information_governance')"
KEEPS_REGISTER: Final = "{discipline} = 'information_governance'"
DECIDES_ROLES: Final = "{discipline} in ('system_administrator', 'information_governance')"

SIGNED: Final = "{r}.recorded_by = {user}"

FINDINGS: Final = (
    f"({OVERSEES} or {WATCHES} or {{r}}.family_id in ({{set:told_families}})"
    f" or ({ROUTE} and {IN_THE_CASE})) and {SCREEN_ONLY} and {NOT_SITTING}"
)
SHOWN_FINDING: Final = "{r}.finding_id in (select g.id from {finding:secured} g)"
SHOWN_QUESTION: Final = "{r}.proposal_id in (select q.id from {match_proposal:secured} q)"
# That a worker is alike to what is sealed would tell a colleague of theirs where somebody is.
NEAR_WHAT_IS_SEALED: Final = (
    f"({{r}}.rule <> 'sealed_home' or {OVERSEES} or {WATCHES} or {LOCATES_HERE})"
)
# Who asks for police information to be opened is told to those alone who may decide.
DECIDES: Final = "exists (select 1 from {each}({r}.deciders) one where one.value = {user})"
ASKED_OPENLY: Final = (
    f"{ROUTE} and {SCREEN_ONLY} and {IN_THE_CASE}"
    f" and ({{r}}.police_contact = '' or {SIGNED} or {DECIDES})"
)
OF_A_SEEN_ACTION: Final = "exists (select 1 from {action:secured} a where a.id = {r}.action_id)"
IS_TOLD_OF: Final = "{r}.request_id in (select q.id from {loosening_request:secured} q)"

_SEEN: Final[dict[str, str]] = {
    "family": "{r}.id in ({set:seen_families})",
    "family_member": f"{SEEN} and ({WATCHES} or (({RULES['mark.author']} or ({BY_MARK}"
    f" and {NOT_SHUT})) and {NAMED})) or {GUARDS}",
    "person": "{r}.id in (select m.person_id from {family_member:secured} m)",
    "relationship": f"{ROUTE} and {MARK_OPENS} and {NAMED} or {GUARDS}",
    "parental_responsibility": ROUTE,
    "household": PLACE,
    "household_member": PLACE,
    "contact_detail": f"{SEEN} and ({WATCHES} or ({SCREEN_ONLY}"
    f" and ({{r}}.sealed = {{false}} or {LOCATES_HERE}) and {NOT_SHUT})) or {GUARDS}",
    "sealed_fact": f"{WATCHES} or ({ROUTE} and {SCREEN_ONLY} and {LOCATES_HERE}) or {GUARDS}",
    "identifier": f"{ROUTE} and {SCREEN_ONLY}",
    "legal_stage": ROUTE,
    "involvement": f"{SEEN} and ({NOT_SITTING} or not {UNTOLD_WORKER}) or {GUARDS}",
    "withholding": f"{ROUTE} and {SCREEN_ONLY} and {OWN_TEAM} or {GUARDS}",
    "change_goal": f"{ROUTE} and ({NOT_SITTING} or {{r}}.owner_id in {{recipients}})",
    "route": f"{{r}}.worker_id = {{user}} or {OVERSEES} or ({SEEN} and {SCREEN_ONLY}"
    f" and {IN_THE_CASE})",
    "route_end": f"{{r}}.route_id in ({{set:my_routes}}) or {OVERSEES} or {ROUTE}",
    "route_review": f"{{r}}.route_id in ({{set:my_routes}}) or {OVERSEES} or ({ROUTE}"
    f" and {SCREEN_ONLY} and {IN_THE_CASE})",
    "conflict": f"({OVERSEES} or ({ROUTE} and {{discipline}} = 'team_manager')) and {SCREEN_ONLY}",
    "conflict_end": f"({OVERSEES} or ({ROUTE} and {{discipline}} = 'team_manager'))"
    f" and {SCREEN_ONLY}",
    "closing": f"{ROUTE} or {{r}}.family_id in ({ASKED_AFTER})",
    "known_family": f"{RULES['route.asked']} or {WATCHES}",
    "known_answer": f"{{r}}.recorded_by = {{user}} or {OVERSEES}",
    "staff_details": f"{{r}}.recorded_by = {{user}} or {WATCHES}",
    # Whoever could see what is asked about themself could find out where somebody lives by giving
    # other addresses as their own.
    "match_proposal": f"(({KEEPS_REGISTER} and {{r}}.worker_id <> {{user}}) or {WATCHES})"
    f" and {SCREEN_ONLY}",
    "match_decision": f"({KEEPS_REGISTER} or {WATCHES}) and {SCREEN_ONLY} and {SHOWN_QUESTION}",
    "role_request": f"{{r}}.worker_id = {{user}} or {DECIDES_ROLES}",
    "role_decision": DECIDES_ROLES,
    "tightening": f"{ROUTE} or {GUARDS}",
    "loosening_request": ASKED_OPENLY,
    "loosening_decision": f"{ROUTE} and {IS_TOLD_OF}",
    "lifting": f"{ROUTE} or {GUARDS}",
    "network_member": f"{ROUTE} and {NOT_SITTING}",
    "fgdm_offer": f"{ROUTE} and {NOT_SITTING}",
    "family_meeting": f"{ROUTE} and {SCREEN_ONLY}",
    "family_plan": ROUTE,
    "family_decision": f"{ROUTE} and {SCREEN_ONLY} and {IN_THE_CASE}",
    "entry": MARKED,
    "entry_succession": ROUTE,
    "contribution": f"{MARKED} and {WISH_KEPT}",
    "voice": f"{MARKED} and {WISH_KEPT}",
    "ruler": f"{MARKED} and ({RULES['given.own_rulers']})",
    "score": f"{MARKED} and {SCREEN_ONLY}",
    "action": MARKED,
    "action_outcome": f"{ROUTE} and {OF_A_SEEN_ACTION}",
    # Documents carry no files. An author who is shut out of their own by now may not see that
    # somebody else withdrew it: it is no longer theirs to find.
    "attachment": f"{MARKED} and {SCREEN_ONLY}"
    f" and ({OPENS} or {{r}}.id not in ({{set:withdrawn_by_others}}))",
    "draft": f"{ROUTE} and {SCREEN_ONLY} and {{r}}.recorded_by = {{user}}",
    "section_summary": MARKED,
    "module_status": f"{ROUTE} and {IN_THE_CASE} and {NOT_SITTING}",
    "family_discussion": f"{ROUTE} and {SCREEN_ONLY} and {IN_THE_CASE}",
    "discussion_part": f"{MARKED} and {SCREEN_ONLY} and {{discipline}} <> 'conference_chair'",
    "discussion_sign_off": f"{ROUTE} and {SCREEN_ONLY} and {IN_THE_CASE}",
    "discussion_addendum": f"{ROUTE} and {SCREEN_ONLY} and {IN_THE_CASE}",
    # An answer to a request for one's own record may hold what only that person may know.
    "issued_document": f"{ROUTE} and {SCREEN_ONLY} and {IN_THE_CASE}"
    f" and ({{r}}.report <> 'subject-access' or {RELEASES})",
    "subject_request": f"{ROUTE} and {SCREEN_ONLY} and {RELEASES}",
    "subject_step": f"{ROUTE} and {SCREEN_ONLY} and {RELEASES}",
    "subject_decision": f"{ROUTE} and {SCREEN_ONLY} and {RELEASES}",
    # Why a protected fact may go: for those who may make documents at all.
    "release_request": f"{ROUTE} and {SCREEN_ONLY} and {MAKES_DOCUMENTS}",
    "release_decision": f"{ROUTE} and {SCREEN_ONLY} and {MAKES_DOCUMENTS}",
    "finding": f"{FINDINGS} and {NEAR_WHAT_IS_SEALED}",
    "finding_review": f"{FINDINGS} and {SHOWN_FINDING}",
    "staff_family": f"{OVERSEES} or {WATCHES} or {{discipline}} = 'doorkeeper'",
    # Ids only. Whoever adds a row must see the end of its chain; a manager keeps the records of
    # families that were closed long ago.
    "audit_event": "({discipline} in ('importer', 'doorkeeper', 'sealer', 'monitor',"
    " 'privacy_monitor', 'information_governance', 'carrier') or {r}.chain = {user}"
    " or {r}.chain in ({set:my_families}) or {r}.chain in ({set:team_families})"
    " or {r}.chain in ({set:told_families}))",
    "audit_checkpoint": "{discipline} = 'sealer'",
    **RECORDS_READ,
}
# What stands on the pages that are there while sitting. An entry is stopped with all its parts.
WHOLE: Final = dict.fromkeys(OF_ENTRY, "coalesce({r}.entry_id, {r}.id)") | dict.fromkeys(
    ("entry", "section_summary", "change_goal"), "{r}.id"
)


def _passed(table: str, rule: str) -> str:
    """Return a rule for reading a table, without what the last gate stops in a family's sight."""
    if table not in WHOLE:
        return rule
    return f"({rule}) and ({RULES['bar.stopped'].replace('{whole}', WHOLE[table])})"


READ: Final = {
    table: _passed(table, where_it_belongs(table, rule)) for table, rule in _SEEN.items()
}

REPLACED: Final = "exists (select 1 from {entry_succession} s where s.replaced_id = {r}.id)"
# Views that give less than a row: of what month and discipline is there something that this worker
# does not read. Every mark that shuts it is one that they may know of.
KNOWN_OF: Final = f"({BY_MARK} or ({RULES['held.specialist']}))"
HELD: Final[dict[str, str]] = {
    "specialist_entry": f"{ROUTE} and {{r}}.family_id in ({{set:own_families}}) and {IN_THE_CASE}"
    f" and {SCREEN_ONLY} and {NOT_SITTING} and {KNOWN_OF} and not {_tightened(KNOWN_OF)}"
    f" and not {MARK_OPENS} and {{r}}.withdraws = {{false}}"
    f" and not {REPLACED} and not ({MISFILED.replace('(entry)', '{r}.id')})",
}

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
