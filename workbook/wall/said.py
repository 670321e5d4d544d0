"""What each rule of the policy means, in the words that staff read.

Written by hand beside the policy, not made from it. `docs/who-sees-what.md` lists the same
sentences, pages show those of a mark beside the mark, and a test holds them against the policy and
against the reference in the tests: each rule stands in all of them.
"""

from typing import Final

SAID: Final[dict[str, str]] = {
    "route.involvement": (
        "You work with the family today: a manager has put you down for it, and your time with it"
        " has begun and not ended."
    ),
    "route.manager": "You are the manager of the family’s team.",
    "route.for_a_time": (
        "You have a way in for a time: you cover for a colleague, you opened the family under"
        " break-glass, you were given it for a quality audit or a request for somebody’s own"
        " record, or you opened a closed family of your team with a reason."
    ),
    "route.asked": (
        "Asked exactly, by reference or by full name and date of birth, the workbook says whether"
        " a family is known, its team, and whether it is closed. It says nothing else."
    ),
    "route.gate": (
        "The last gate, an account of the service that nobody can sign in as, sees the family that"
        " a document is about and every family with the same person in it. Of these it reads who"
        " is who, who is tied to whom, where people live, how to reach them, what is sealed, and"
        " what is kept from whom. It reads no word of any record, and shows nobody what it read."
    ),
    "bar.conflict": (
        "If you know these people, the family is closed to you, whatever else holds, until"
        " information governance has decided otherwise."
    ),
    "bar.break_glass": (
        "Break-glass opens neither legal advice nor protected addresses and sealed facts: for those"
        " ask somebody who works with the family."
    ),
    "bar.sitting": (
        "While you sit with somebody of a family, only that family is there, and of it only what"
        " everybody in the room may have."
    ),
    "bar.stopped": (
        "While you sit with somebody of a family, the screen shows the record as it stood when you"
        " began, and of it only what the last gate passed for everybody in the room: an entry with"
        " a passage that it would stop is not there."
    ),
    "bar.no_content": (
        "The privacy monitor sees who opened what, the system administrator sees settings:"
        " neither reads any family’s record."
    ),
    "bar.closed": (
        "28 days after a family was closed, those who worked with it and the team’s manager no"
        " longer see it."
    ),
    "bar.misfiled": (
        "An entry that was recorded in the wrong family was moved to the right one. Where it was,"
        " nobody reads it or any earlier version of it; only information governance does, when"
        " somebody asks for their own record."
    ),
    "mark.author": (
        "You may always read what you wrote yourself, while you have a way to the family."
    ),
    "mark.in_the_case": (
        "Business support, the family group coordinator, the privacy monitor and the system"
        " administrator read nothing that others wrote in the case."
    ),
    "mark.team": (
        "Everyone working with the family. It may be given to a conference, not to the family."
    ),
    "mark.family_shared": "Everyone working with the family. It may be given to the family.",
    "mark.staff_safety": "Everyone working with the family. It goes into no document.",
    "mark.adult_private": (
        "The family’s own team, but not the worker for the person using abuse, the chair or legal."
        " It goes into no document."
    ),
    "mark.child_private": (
        "The family’s own team, but not the worker for the person using abuse, the chair or legal."
        " It goes into no document, because the child asked us to keep it."
    ),
    "mark.third_party": (
        "The family’s own team, but not the worker for the person using abuse, the chair or legal."
        " It goes into no document, because somebody else told us in confidence."
    ),
    "mark.survivor_protected": (
        "The social worker, the manager and the domestic abuse worker for the survivor; information"
        " governance, to answer a request for somebody’s own record. It goes into no document."
    ),
    "mark.health_restricted": (
        "Workers of the discipline that wrote it, and the Caldicott Guardian; information"
        " governance, to answer a request for somebody’s own record. It goes into no document."
    ),
    "mark.legal_privileged": (
        "The social worker, the manager and the legal adviser. It goes into no document."
    ),
    "mark.police_restricted": (
        "Only the workers who were named when the police or a MARAC told it, and whoever wrote it"
        " down. Nobody else is told that it is there, whatever their role. It goes into no"
        " document."
    ),
    "mark.tightened": (
        "A tighter mark that somebody laid over it later counts as well, until two people have"
        " decided otherwise."
    ),
    "held.specialist": (
        "Those who work with the family are told that health detail is there which they do not"
        " read, of which month and by which discipline, so that they can ask; the family’s own team"
        " hears the same of what protects a survivor. Nobody else hears it, nor whoever broke the"
        " glass, while sitting with the family, nor any reader of a document."
    ),
    "given.family": (
        "A person in the family may be given what is marked as fit to share with the family."
    ),
    "given.conference": (
        "Members of a conference may also be given what is for everyone working with the family."
    ),
    "given.kept_from": "Nobody is given what is kept from them, or from any reader beside them.",
    "given.whole_record": (
        "Nobody is given anything of a family from whom its whole record is kept."
    ),
    "given.wish": (
        "Nobody is given words whose speaker said no, or yes with changes that were not made. A"
        " child too young to be asked may be heard by a conference."
    ),
    "given.own_rulers": (
        "A person in the family is given their own rulers alone; several readers together, none."
    ),
    "given.screen_only": (
        "Protected addresses, sealed facts, scores, raw files, group supervision, drafts and the"
        " log are for the screen of those who may see them and go into no document."
    ),
    "place.locates": (
        "Protected addresses and sealed numbers are for the social worker, the manager, the"
        " children’s practitioner and the domestic abuse worker for the survivor; information"
        " governance, to keep them out of an answer to a request for somebody’s own record."
    ),
}
