"""What a worker and the readers of a document may read: for each relation its rule."""

from typing import Final

from workbook.wall.policy import LEADS, NOT_OWN_TEAM, RULES
from workbook.wall.records import MISFILED, OF_ENTRY, RECORDS_READ, where_it_belongs

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
