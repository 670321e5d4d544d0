"""The rules of the one policy, by the names that people know them by, for both databases.

`{r}` is the row. Everything else in braces is a fragment that the two engines write differently
(`sqlite.py`, `postgresql.py`), the name of a relation, or `{set:…}`, one of the sets below. Which
rules each relation has for reading stands in `reading.py`, for adding in `adding.py`. The rules
stand in plain English in `workbook/wall/said.py` and `docs/who-sees-what.md` and, written
independently, as the Python reference in `tests/workbook/wall/reference.py`; a test holds the
three against each other.
"""

from typing import Final

from workbook.wall.records import MISFILED, RECORDS_SETS

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
    # The account that looks for odd openings sees who is who in every family. Asked first who it
    # is: for anybody else SQLite would go through every family there is, one by one.
    "seen_families": "{set:my_families} union all select f.id"
    " from (select 1 where {discipline} = 'monitor') watches cross join {family} f",
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
