"""The certificate of a destruction: one page that says what went, when, and on whose authority."""

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Final

import msgspec

from workbook.retention.rules import Rule, authority_of
from workbook.retention.standing import CHECKED, Order
from workbook.web.filters import day

BACKUPS: Final = (
    "Copies of the database that were made before age out within 35 days of the destruction. "
    "Until then the record can only be read by bringing such a copy back."
)


class Certified(msgspec.Struct, frozen=True, kw_only=True):
    """What a certificate is made from."""

    council: str
    order: Order
    rule: Rule
    names: Mapping[str, str]
    counts: Mapping[str, int]
    hashes: Mapping[str, str]
    destroyed_at: datetime


def facts_of(made: Certified) -> list[tuple[str, str]]:
    """Return the certificate's lines: what each says, and its words."""
    order, rule = made.order, made.rule
    proposed = f"{made.names.get(order.recorded_by, 'Somebody')}, {day(order.recorded_at)}"
    approved = made.names.get(order.decided_by, "Somebody")
    if order.decided_at is not None:
        approved = f"{approved}, {day(order.decided_at)}"
    return [
        ("Record", f"Family {order.reference}"),
        ("Destroyed", day(made.destroyed_at)),
        ("Rule", rule.words),
        ("Authority", authority_of(rule)),
        ("Schedule", order.schedule),
        ("Kept until", day(order.keep_until)),
        ("Put forward by", proposed),
        ("Looked into", ". ".join(CHECKED[one] for one in order.checked if one in CHECKED) + "."),
        ("Approved by", approved),
        ("Exported before", f"SHA-256 {order.export_sha256}"),
        ("Rows destroyed", f"{sum(made.counts.values()):,}"),
        ("Copies", BACKUPS),
    ]


def certificate_html(made: Certified) -> str:
    """Return the certificate as a page of its own that needs nothing else to be read or printed."""
    lines = "".join(
        f"<tr><th scope='row'>{escape(name)}</th><td>{escape(words)}</td></tr>"
        for name, words in facts_of(made)
    )
    rows = "".join(
        f"<tr><th scope='row'>{escape(name.replace('_', ' '))}</th><td>{count:,}</td>"
        f"<td>{escape(made.hashes.get(name, ''))}</td></tr>"
        for name, count in made.counts.items()
    )
    return (
        "<!DOCTYPE html><html lang='en-GB'><head><meta charset='utf-8'>"
        f"<title>Certificate of destruction, {escape(made.order.reference)}</title></head><body>"
        f"<p>{escape(made.council)}</p><h1>Certificate of destruction</h1><table>{lines}</table>"
        "<h2>What was destroyed</h2><table><thead><tr><th scope='col'>Kind</th>"
        "<th scope='col'>Rows</th><th scope='col'>SHA-256 of what they were</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></body></html>\n"
    )
