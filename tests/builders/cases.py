"""A small valid case folder, to be broken one thing at a time."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Json = dict[str, Any]


def a_family(**changes: Any) -> Json:  # noqa: ANN401
    """Return what family.json holds: two parents, a child, an aunt, two workers."""
    return {
        "reference": "T-1",
        "name": "Reed / Vane",
        "team": "Testing East",
        "opened_on": "2026-05-01",
        "legal_stages": [{"child": "kim", "stage": "child_in_need", "from": "2026-05-01"}],
        "persons": [
            a_person("ann", "adult", name="Ann Reed"),
            a_person("bob", "adult", name="Bob Vane"),
            a_person("kim", "child", name="Kim Reed", born="2016-04-02"),
            a_person("eve", "network_member", name="Eve Reed"),
        ],
        "relationships": [
            {"a": "ann", "b": "kim", "kind": "parent_of"},
            {"a": "bob", "b": "ann", "kind": "abuse_towards", "mark": "survivor_protected"},
            {"a": "eve", "b": "ann", "kind": "sibling"},
        ],
        "parental_responsibility": [{"adult": "ann", "child": "kim", "held": "yes"}],
        "households": [
            {
                "id": "home",
                "address": "1 Nowhere Row",
                "protected": True,
                "known_by": ["ann"],
                "members": [{"person": "ann", "from": "2026-04-01"}],
            }
        ],
        "contact_details": [
            {"person": "ann", "channel": "mobile", "value": "0", "safe": True, "sealed": True}
        ],
        "workers": [
            {
                "id": "sw",
                "name": "Sam Wells",
                "discipline": "social_worker",
                "employer": "Testing Council",
                "from": "2026-05-01",
            },
            {
                "id": "tm",
                "name": "Tess Moor",
                "discipline": "team_manager",
                "employer": "Testing Council",
                "from": "2026-05-01",
            },
        ],
        "change_goals": [
            {"id": "g1", "words": "Calm mornings", "for_child": "all", "owner": "ann"}
        ],
        "withheld": [{"what": "the whole record", "from": ["bob"], "why": "danger"}],
        **changes,
    }


def a_person(person_id: str, kind: str, **changes: Any) -> Json:  # noqa: ANN401
    """Return one person."""
    return {
        "id": person_id,
        "name": person_id,
        "identity": "",
        "kind": kind,
        "side": "maternal",
        **changes,
    }


def an_entry(entry_id: str, day: int = 4, **changes: Any) -> Json:  # noqa: ANN401
    """Return one line of entries.jsonl, recorded on this day of May."""
    return {
        "id": entry_id,
        "occurred_at": f"2026-05-{day:02}T10:00:00+01:00",
        "recorded_at": f"2026-05-{day:02}T12:00:00+01:00",
        "author": "sw",
        "kind": "home_visit",
        "present": ["ann"],
        "children": [],
        "note": f"Note of {entry_id}.",
        "voices": [],
        "rulers": [],
        "mark": {"kind": "team", "persons": []},
        "reveals": [],
        "contributions": [],
        "scores": [],
        "actions": [],
        **changes,
    }


def a_full_entry(entry_id: str, day: int = 4, **changes: Any) -> Json:  # noqa: ANN401
    """Return an entry with one of everything an entry may hold."""
    return an_entry(
        entry_id,
        day,
        statutory_visit=True,
        children=[{"person": "kim", "seen": True, "seen_alone": True, "bedroom_seen": True}],
        voices=[
            {
                "person": "kim",
                "text": "I like toast.",
                "voice": "child_own_words",
                "how": "spoke alone",
                "share_ok": "yes",
            }
        ],
        rulers=[{"adult": "ann", "goal": "g1", "importance": 9, "confidence": 5, "readiness": 0}],
        significant={"headline": "H", "type": "referral", "affects": ["kim"], "impact": "I"},
        contributions=[a_contribution()],
        scores=[{"instrument": "DASH", "version": "SafeLives 24", "with": "Ann", "total": 3}],
        actions=[{"text": "Ring school", "owner": "sw", "due": "2026-05-09"}],
        **changes,
    )


def a_contribution(**changes: Any) -> Json:  # noqa: ANN401
    """Return answers about the child, with their wish."""
    return {
        "module": "children",
        "section": "common",
        "subject": {"kind": "child", "ids": ["kim"]},
        "answers": {
            "child_voice": "Toast is best.",
            "child_voice_date": "2026-05-04",
            "child_voice_share_ok": "yes with changes",
        },
        **changes,
    }


def a_supervision(date: str = "2026-05-20", **changes: Any) -> Json:  # noqa: ANN401
    """Return one line of supervision.jsonl."""
    return {
        "date": date,
        "chair": "tm",
        "present": ["tm", "sw"],
        "sent": [],
        "absent": [],
        "children": ["kim"],
        "updates": {"sw": {"well": "W", "worried": "V"}},
        "layers": {"sw": "survivor_protected"},
        "child_voice": "",
        "ratings": {"sw": {"kim": {"risk": "low", "safety": 7}}},
        "agreed": {"kim": {"risk": "low", "safety": 7}},
        "trajectory": {"kim": "better"},
        "hypotheses": "",
        "decision": "Continue",
        "rationale": "",
        "dissent": [{"who": "sw", "view": "Sooner", "resolved": "Look again"}],
        "actions": [{"text": "Visit", "owner": "sw", "due": "2026-06-01", "child": "kim"}],
        "family_told": {"how": "visit", "by": "sw", "on": "2026-05-21"},
        "fgdm_considered": {"considered": True, "reason": ""},
        "next_due": "2026-06-20",
        "sign_offs": [{"worker": "tm", "at": f"{date}T16:00:00+01:00"}],
        **changes,
    }


def what_the_family_leads(**changes: Any) -> Json:  # noqa: ANN401
    """Return what family_led.json holds."""
    return {
        "network": [
            {
                "person": "eve",
                "tie": "Aunt",
                "closeness": {"kim": 8},
                "consent_to_hold": "yes",
                "consent_to_contact": "yes",
                "must_not_meet": ["bob"],
            }
        ],
        "fgdm_offers": [
            {
                "offered_on": "2026-05-10",
                "by": "sw",
                "how": "face",
                "stage": "child_in_need",
                "responses": [{"person": "ann", "response": "declined", "words": "Not yet"}],
                "reoffer_due": "2026-08-10",
                "leaflet": True,
            }
        ],
        "meetings": [
            {
                "held_on": "2026-06-10",
                "coordinator": "sw",
                "stages": ["information"],
                "private_family_time": True,
                "attended": ["ann"],
                "separate_part": [],
                "venue_note": "",
            }
        ],
        "family_plan": [
            {
                "version": 1,
                "date": "2026-06-10",
                "lines": [
                    {
                        "what": "Tea on Fridays",
                        "who": ["eve"],
                        "starts": "2026-06-12",
                        "how_often": "weekly",
                        "if_not": "Ann",
                    }
                ],
                "contingency": "",
                "watches": "eve",
                "agreed_by": [{"person": "ann", "view": "yes"}],
                "safe": "agreed",
                "review_date": "2026-09-10",
            }
        ],
        "decisions": [
            {
                "decision": "Go on",
                "on": "2026-06-11",
                "knew": ["ann"],
                "involved": [],
                "views": [{"person": "ann", "view": "agree", "words": "Fine"}],
                "changed_because": "",
                "plain_version_sent": "2026-06-12",
            }
        ],
        **changes,
    }


def three_entries() -> list[Json]:
    """Return an entry, its correction, and a plain one."""
    return [
        a_full_entry("e1", 4),
        a_full_entry("e2", 5, replaces="e1", reason="The time was wrong"),
        an_entry("e3", 6),
    ]


def a_case(
    folder: Path,
    *,
    family: Json | None = None,
    entries: list[Json] | None = None,
    supervision: list[Json] | None = None,
    family_led: Json | None = None,
) -> Path:
    """Write a case folder, valid unless told otherwise, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in (
        ("family.json", a_family() if family is None else family),
        ("family_led.json", what_the_family_leads() if family_led is None else family_led),
    ):
        (folder / file).write_text(json.dumps(content, indent=1), "utf-8", newline="\n")
    for file, lines in (
        ("entries.jsonl", three_entries() if entries is None else entries),
        ("supervision.jsonl", [a_supervision()] if supervision is None else supervision),
    ):
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (folder / file).write_text(text, "utf-8", newline="\n")
    return folder


def rewrite(path: Path, change: Callable[[str], str]) -> None:
    """Change the text of one file."""
    path.write_text(change(path.read_text("utf-8")), "utf-8", newline="\n")


def line_of(path: Path, text: str) -> int:
    """Return the number of the first line that holds this text."""
    lines = path.read_text("utf-8").split("\n")
    return next(number for number, line in enumerate(lines, start=1) if text in line)
