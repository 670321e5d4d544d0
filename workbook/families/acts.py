"""What the log says in words: each act, and each question that was asked about an opening."""

from collections.abc import Mapping
from typing import Any, Final

FOUND: Final = {
    "same_surname": "Has the same surname as somebody in the family",
    "same_home": "Has the same address, postcode or phone as somebody in the family",
    "sealed_home": "May know somebody in the family; how is not said",
    "not_involved": "Was not down to work with the family that day",
    "out_of_hours": "Was there out of hours",
    "many_families": "Opened many families within an hour",
    "staff_family": "A member of staff is in this family",
}
OUTCOMES: Final = {
    "expected": "it was part of their work",
    "explained": "it was explained",
    "passed_on": "passed on to be looked into further",
}

ACTS: Final = {
    "family_opened": "Opened the workbook",
    "network_opened": "Opened family and network",
    "openings_opened": "Looked at who opened this record",
    "chronology_opened": "Opened the chronology",
    "module_opened": "Opened a part of the programme",
    "entry_opened": "Opened an entry",
    "actions_opened": "Opened the actions",
    "supervision_opened": "Opened the supervision",
    "documents_opened": "Opened the documents",
    "report_opened": "Looked at a report",
    "entry_recorded": "Recorded an entry",
    "entry_corrected": "Corrected an entry",
    "entry_withdrawn": "Withdrew an entry",
    "files_opened": "Opened the list of files",
    "attachment_opened": "Opened a file",
    "attachment_shown": "Was shown a picture",
    "attachment_downloaded": "Downloaded a file",
    "attachment_added": "Added a file",
    "attachment_withdrawn": "Withdrew a file",
    "openings_downloaded": "Downloaded who opened this record",
    "mark_tightened": "Kept something closer",
    "loosening_asked": "Asked for something to be opened",
    "loosening_decided": "Decided on opening something",
    "sealed_fact_opened": "Opened a sealed fact",
    "sealed_fact_added": "Sealed a fact",
    "places_sealed": "Put under seal what was brought in before there were seals",
    "known_page_opened": "Opened “I know these people”",
    "workers_opened": "Opened who works with this family",
    "closing_opened": "Opened the closing of the workbook",
    "broke_glass": "Opened a family they do not work with",
    "closed_opened": "Opened a closed family with a reason",
    "opening_reviewed": "Looked into an opening",
    "conflict_declared": "Said that they know the family",
    "conflict_decided": "Closed the family to a worker who knows it",
    "conflict_ended": "Ended a conflict of interest",
    "family_closed": "Closed the family’s workbook",
    "family_reopened": "Opened the family’s workbook again",
    "involvement_started": "Put a worker down for the family",
    "involvement_ended": "Ended a worker’s time with the family",
    "sitting_begun": "Turned the screen to the family",
    "cover_given": "Named somebody to cover",
    "cover_ended": "Ended cover",
    "draft_saved": "Put an entry aside to finish later",
    "action_added": "Added an action",
    "action_closed": "Closed an action",
    "module_status": "Changed how far a part of the programme has got",
    "wording_agreed": "Agreed a wording",
    "document_issued": "Made a document",
    "document_stopped": "Was stopped by the last gate from making a document",
    "gate_looked": "Searched on somebody’s behalf, and showed nobody what for",
    "discussion_saved": "Wrote in the supervision",
    "discussion_signed_off": "Signed off the supervision",
    "addendum_added": "Added to a signed-off supervision",
    "case_brought_in": "Brought the record in",
    "report_previewed": "Looked at a report",
    "document_opened": "Opened a document",
    "subject_access_opened": "Opened requests for one’s own record",
    "subject_request_begun": "Took in a request for one’s own record",
    "subject_request_opened": "Opened a request for one’s own record",
    "subject_items_decided": "Decided what somebody may have of their own record",
    "subject_withheld_opened": "Opened what is kept from somebody’s own record",
    "retention_worked_out": "Worked out how long the record is kept",
    "drafts_destroyed": "Destroyed forms put aside and never shared",
    "record_exported": "Exported the whole record",
    "misfiling_asked": "Asked that an entry be moved to the family it belongs to",
    "misfiling_approved": "Approved that an entry is moved",
    "misfiling_refused": "Left an entry where it is",
    "entry_left": "Moved an entry to the family it belongs to",
    "entry_came": "Took in an entry from another family",
    "retention_opened": "Looked at how long the record is kept",
    "certificate_opened": "Opened a certificate of destruction",
    "destruction_proposed": "Proposed to destroy the record",
    "destruction_approved": "Agreed to destroy the record",
    "destruction_refused": "Refused to destroy the record",
    "destruction_lapsed": "Let an order to destroy the record lapse",
    "legal_hold_laid": "Held the record from being destroyed",
    "hold_lifting_asked": "Asked to end the hold on the record",
    "legal_hold_lifted": "Ended the hold on the record",
    "legal_hold_kept": "Kept the hold on the record",
    "release_opened": "Looked at a request to let a protected fact go",
    "release_asked": "Asked whether a protected fact may go into a document",
    "release_approved": "Let a protected fact go into a document",
    "release_refused": "Kept a protected fact out of a document",
    "rows_saved": "Saved something",
    "finding_made": "Asked about an opening",
    "finding_looked_into": "Looked into an opening",
    "staff_family_flagged": "Noted that a member of staff is in this family",
    "match_asked": "Asked whether a worker knows the family",
    "match_dismissed": "Found that a worker does not know the family",
    "destroyed": "Destroyed what need not be kept any longer",
}
# What whoever reads the log should not pass over.
STAND_OUT: Final = frozenset(
    {
        "finding_made", "finding_looked_into", "broke_glass", "closed_opened", "opening_reviewed",
        "cover_given", "cover_ended", "conflict_declared", "conflict_decided",
    }
)  # fmt: skip


def said(act: str, detail: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Say what somebody did. `names` are those of the workers whom an act is about."""
    words = ACTS.get(act) or act.replace("_", " ").capitalize()
    if act == "finding_made":
        about = FOUND.get(str(detail.get("rule")), "")
        return f"{words} by {names.get(str(detail.get('worker')), 'somebody')}: {_small(about)}"
    if act == "finding_looked_into":
        return f"{words}: {OUTCOMES.get(str(detail.get('outcome')), '')}"
    return words


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
