"""Words of a form that came too late: kept on the page itself, sealed for whoever typed them.

They stand on a page that anybody in front of the screen sees, so they open for nobody else.
"""

import json
from collections.abc import Iterable

from workbook.encryption import BrokenSealError
from workbook.site import Site

MOST_KEPT = 400_000
Pairs = list[tuple[str, str]]


def seal(site: Site, *, worker_id: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return a form's fields sealed for one worker; "" when they are too long to keep."""
    written = json.dumps(list(pairs))
    if len(written) > MOST_KEPT:
        return ""
    return site.keyring.seal(written, place=_place(worker_id))


def unseal(site: Site, *, worker_id: str, kept: str) -> Pairs | None:
    """Return the fields that were kept; None when this worker did not type them."""
    if not kept:
        return None
    try:
        written = site.keyring.open_sealed(kept, place=_place(worker_id))
    except BrokenSealError:
        return None
    return [(name, value) for name, value in json.loads(written)]


def _place(worker_id: str) -> str:
    return f"kept|{worker_id}|words"
