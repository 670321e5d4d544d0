"""At the door: whether an answer is right and does not come too soon, and the sign-in it opens.

Answers are judged outside any writing session: hashing a password takes long, and the database
has one writer.
"""

from collections.abc import Callable
from datetime import datetime

import msgspec

from workbook.clock import london_day
from workbook.site import Site
from workbook.staff import queries, rules, service
from workbook.staff.exchange import service as exchange
from workbook.staff.provider import rules as provider_rules
from workbook.staff.provider.rules import CameBy
from workbook.staff.second_step import passkeys
from workbook.staff.second_step import queries as second_step_queries
from workbook.staff.second_step import service as second_step
from workbook.staff.second_step.queries import KnownPasskey
from workbook.wall.viewer import DOORKEEPER, Viewer, doorkeeper


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Where a request comes from: the address, the device in words, and our own address."""

    address: str = ""
    device: str = ""
    origin: str = ""


def seat(now: datetime) -> Viewer:
    """Return the viewer behind the door: it sees staff accounts and no family."""
    return doorkeeper(london_day(now))


def address_hash(site: Site, address: str) -> str:
    """Return what is kept of an internet address."""
    return site.keyring.blind(f"address|{rules.place_of(address)}")


def delay_keys(site: Site, *, worker_id: str | None, address: str, known: bool) -> rules.DelayKeys:
    """Return what a wrong answer is counted under.

    From an address they have used before, a worker waits only for wrong answers that came from
    there in their name: nobody elsewhere can keep them out.
    """
    blind, place = site.keyring.blind, rules.place_of(address)
    of_address = {blind(f"delay|address|{place}"): rules.FREE_TRIES_OF_ADDRESS}
    if worker_id is None:
        return rules.DelayKeys(of_address)
    if known:
        return rules.DelayKeys({blind(f"delay|pair|{worker_id}|{place}"): rules.FREE_TRIES})
    return rules.DelayKeys({blind(f"delay|account|{worker_id}"): rules.FREE_TRIES} | of_address)


def keys_now(
    site: Site, *, worker_id: str | None, address: str, now: datetime
) -> tuple[rules.DelayKeys, bool]:
    """Return what a wrong answer would be counted under, and whether any answer is too soon."""
    with site.database.reading(seat(now)) as session:
        known = worker_id is not None and queries.is_known_address(
            session, worker_id=worker_id, address_hash=address_hash(site, address)
        )
        keys = delay_keys(site, worker_id=worker_id, address=address, known=known)
        delays = queries.delays(session, keys=list(keys.free))
    return keys, rules.is_too_soon(delays, now=now)


def judge(
    site: Site,
    *,
    worker_id: str | None,
    discipline: str,
    address: str,
    now: datetime,
    right: Callable[[], bool],
) -> bool:
    """Tell whether an answer is right and not too soon; a wrong one makes the next ones wait.

    `right` is asked in any case, so that the answer takes as long. Wrong answers are forgotten
    when the sign-in is complete, not after a password that a code has yet to follow.
    """
    keys, too_soon = keys_now(site, worker_id=worker_id, address=address, now=now)
    answer = right()
    if too_soon or answer:
        return answer and not too_soon
    with site.database.writing(seat(now)) as session:
        counts = service.count_wrong(session, keys=keys, now=now)
        who, by = worker_id or DOORKEEPER, discipline or DOORKEEPER
        if worker_id is not None:
            service.note(session, act="sign_in_refused", worker_id=who, discipline=by, now=now)
        if any(count % rules.WORTH_A_LOOK == 0 for count in counts):
            service.note(
                session,
                act="many_wrong_answers",
                worker_id=who,
                discipline=by,
                now=now,
                in_a_row=max(counts),
            )
    return False


def is_right_code(site: Site, *, worker_id: str, code: str, now: datetime) -> bool:
    """Tell whether a code is right, and use it up."""
    with site.database.writing(seat(now)) as session:
        return second_step.take_code(
            session, keyring=site.keyring, worker_id=worker_id, code=code, now=now
        )


def begin_passkey(site: Site, *, now: datetime, worker_id: str | None = None) -> tuple[str, str]:
    """Begin asking for a passkey; return the key of the exchange and the challenge."""
    challenge = passkeys.new_challenge()
    with site.database.writing(seat(now)) as session:
        key = exchange.begin(
            session,
            keyring=site.keyring,
            kind="passkey",
            worker_id=worker_id,
            detail={"challenge": challenge},
            now=now,
        )
    return key, challenge


def shown_passkey(
    site: Site, *, key: str, answer: str, origin: str, now: datetime, worker_id: str | None = None
) -> KnownPasskey | None:
    """Return the passkey that answered the challenge of this exchange; None if it is not right.

    With a `worker_id`, the challenge must have been theirs and the passkey must be. Passkeys wait
    for nothing: there is nothing to guess.
    """
    with site.database.writing(seat(now)) as session:
        asked = exchange.take(session, keyring=site.keyring, kind="passkey", key=key, now=now)
        known = second_step_queries.passkey(session, credential_id=passkeys.credential_of(answer))
        if asked is None or known is None or asked.worker_id != worker_id:
            return None
        if worker_id not in (None, known.worker_id):
            return None
        count = passkeys.shown(
            answer,
            challenge=asked.detail["challenge"],
            origin=origin,
            public_key=known.public_key,
            sign_count=known.sign_count,
        )
        if count is None:
            return None
        second_step.note_use(session, passkey_id=known.id, sign_count=count, now=now)
    return known


def open_door(
    site: Site,
    *,
    worker: rules.StaffMember,
    how: str,
    caller: Caller,
    old_key: str,
    now: datetime,
    came: CameBy | None = None,
) -> tuple[str, str]:
    """Begin a sign-in under a key of its own, and end the one that this browser had before.

    Return the key and the id that forms are bound to. `came`: the account they came by.
    """
    with site.database.writing(seat(now)) as session:
        if old_key:
            service.sign_out(session, key=old_key)
        for known in (True, False):
            service.forget_wrong(
                session,
                keys=own_keys(
                    delay_keys(site, worker_id=worker.id, address=caller.address, known=known)
                ),
            )
        return service.start_sign_in(
            session,
            worker=worker,
            how=how,
            device=caller.device,
            address_hash=address_hash(site, caller.address),
            now=now,
            provider=provider_rules.keep(
                came, keyring=site.keyring, place=provider_place(worker.id)
            )
            if came
            else None,
        )


def own_keys(keys: rules.DelayKeys) -> rules.DelayKeys:
    """Return the counts of one worker alone: those of a whole address outlast one right answer."""
    return rules.DelayKeys(
        {key: free for key, free in keys.free.items() if free == rules.FREE_TRIES}
    )


def provider_place(worker_id: str) -> str:
    """Return the place that a provider's token is sealed for."""
    return f"sign_in|{worker_id}|provider_token"
