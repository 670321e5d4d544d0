"""Rows of `family_led.json`: network, offers, meetings, the family's plan, decisions."""

from typing import cast

import msgspec

from workbook.cases import shapes
from workbook.cases.pieces import Piece
from workbook.cases.rows import Context, Row, Rows


def network(piece: Piece, at: Context) -> Rows:
    """Yield one person of the family network."""
    record = cast("shapes.NetworkRecord", piece.record)
    yield (
        "network_member",
        at.plain()
        | {
            "person_id": at.person(record.person),
            "tie": record.tie,
            "closeness": {at.person(child): how for child, how in record.closeness.items()},
            "consent_to_hold": record.consent_to_hold,
            "consent_to_contact": record.consent_to_contact,
            "offers": list(record.offers),
            "worries": record.worries,
            "must_not_meet": at.persons(record.must_not_meet),
            "must_not_know": list(record.must_not_know),
        },
    )


def offer(piece: Piece, at: Context) -> Rows:
    """Yield an offer of family group decision making with each person's answer."""
    record = cast("shapes.OfferRecord", piece.record)
    leaflet = record.leaflet
    if isinstance(leaflet, bool):
        leaflet = "yes" if leaflet else ""
    yield (
        "fgdm_offer",
        at.plain()
        | {
            "offered_on": record.offered_on,
            "offered_by": at.worker(record.by),
            "how": record.how,
            "stage": record.stage,
            "responses": [
                {
                    "person": at.person(each.person),
                    "response": each.response,
                    "words": each.words,
                    "worker_reason": each.worker_reason,
                }
                for each in record.responses
            ],
            "reoffer_due": record.reoffer_due,
            "coordinator_id": at.worker_or_none(record.coordinator),
            "referral_sent": record.referral_sent,
            "leaflet": leaflet,
            "language": record.language,
        },
    )


def meeting(piece: Piece, at: Context) -> Rows:
    """Yield a family meeting."""
    record = cast("shapes.MeetingRecord", piece.record)
    yield (
        "family_meeting",
        at.plain()
        | {
            "held_on": record.held_on,
            "coordinator_id": at.worker(record.coordinator),
            "stages": list(record.stages),
            "attended": at.persons(record.attended),
            "separate_part": at.persons(record.separate_part),
            "venue_note": record.venue_note,
        },
    )


def plan(piece: Piece, at: Context) -> Rows:
    """Yield one version of the family's plan."""
    record = cast("shapes.PlanRecord", piece.record)
    yield (
        "family_plan",
        at.plain()
        | {
            "version": record.version,
            "made_on": record.date,
            "lines": [
                _plain(each) | {"who": [at.anybody(who) for who in each.who]}
                for each in record.lines
            ],
            "contingency": record.contingency,
            "watches_id": at.person(record.watches),
            "agreed_by": [
                {"person": at.person(each.person), "view": each.view} for each in record.agreed_by
            ],
            "safe": record.safe,
            "review_on": record.review_date,
        },
    )


def decision(piece: Piece, at: Context) -> Rows:
    """Yield a decision and how the family took part."""
    record = cast("shapes.DecisionRecord", piece.record)
    yield (
        "family_decision",
        at.plain()
        | {
            "decision": record.decision,
            "decided_on": record.on,
            "knew": at.persons(record.knew),
            "involved": at.persons(record.involved),
            "views": [_plain(each) | {"person": at.person(each.person)} for each in record.views],
            "changed_because": record.changed_because,
            "plain_version_sent": record.plain_version_sent,
        },
    )


def _plain(record: shapes.Record) -> Row:
    row: Row = msgspec.to_builtins(record)
    return row
