"""Words kept so that the database alone does not give them away, and blind keys to find them by.

AES-256-GCM with a random nonce. Each token is tied to its place in the record, so that one copied
into another row or column does not open there. The keys stand in a file outside the database: a
stolen copy of the database is worth nothing without it (security.md 6).
"""

import base64
import hmac
import os
import secrets
import threading
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Self

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from typing_extensions import override

FILE = "seal-keys.txt"
VERSION = "s1"
PURPOSE = b"workbook-sealed-1\0"
BLIND = "blind"
KEY_BYTES = 32
NONCE_BYTES = 12
# Others may neither read nor change the file; the account's own group may read it.
TOO_OPEN = 0o027


class BadKeyFileError(Exception):
    """The file of the keys cannot be used. Says what to do; never a word of what is in it."""


class BrokenSealError(Exception):
    """A token that was changed, belongs to another place, or whose key is not in the file."""


class Keyring(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of one installation. `newest` names the one that seals; every one opens.

    Make one with `Keyring.load`; it may be shared by threads.
    """

    keys: Mapping[str, bytes]
    newest: str
    blind_key: bytes

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return the keys kept in a folder; make the first ones where there are none.

        Raises:
            BadKeyFileError: others may read the file, or it is not one of keys.
        """
        kept = folder / FILE
        if not kept.is_file():
            made = f"{BLIND} {secrets.token_hex(KEY_BYTES)}\n{_new_line()}"
            _write(kept, made, replace=False)
        if os.name == "posix" and kept.stat().st_mode & TOO_OPEN:
            raise BadKeyFileError(f"Others may read or change {kept}. Run: chmod 600 {kept}")
        return cls.parse(kept.read_text(encoding="ascii", errors="replace"), name=str(kept))

    @classmethod
    def parse(cls, written: str, *, name: str) -> Self:
        """Read the lines of a key file: a key's id and the key in hexadecimal figures.

        Raises:
            BadKeyFileError: a line is no key, an id stands twice, or one of the two kinds lacks.
        """
        keys: dict[str, bytes] = {}
        for number, line in enumerate(written.splitlines(), start=1):
            key_id, _, figures = line.partition(" ")
            key = _key_of(figures)
            if key is None or key_id in keys or not key_id.isalnum():
                raise BadKeyFileError(f"{name}, line {number}, is not a key. Bring the file back.")
            keys[key_id] = key
        blind_key = keys.pop(BLIND, None)
        if blind_key is None or not keys:
            raise BadKeyFileError(f"{name} lacks keys. Bring the file back from its copy.")
        return cls(keys=keys, newest=list(keys)[-1], blind_key=blind_key)

    def seal(self, plain: str, *, place: str) -> str:
        """Return what may stand in the database instead of these words.

        `place` is "table|row id|column". The same words give another token each time.
        """
        nonce = secrets.token_bytes(NONCE_BYTES)
        bound = _bound(self.newest, place)
        sealed = AESGCM(self.keys[self.newest]).encrypt(nonce, plain.encode(), bound)
        return _written(VERSION, self.newest, nonce + sealed)

    def open_sealed(self, token: str, *, place: str) -> str:
        """Return the words of a token made by `seal` for the same place.

        Raises:
            BrokenSealError: it was made for another place or with a lost key, or was changed.
        """
        try:
            version, key_id, body = token.split(".")
            raw = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
            cipher = AESGCM(self.keys[key_id])
            nonce, sealed = raw[:NONCE_BYTES], raw[NONCE_BYTES:]
            plain = cipher.decrypt(nonce, sealed, _bound(key_id, place)).decode()
        except (ValueError, KeyError, InvalidTag):
            # Not `from error`: the context of an error may end in a log.
            raise BrokenSealError(f"what is sealed at {place} does not open") from None
        if token != _written(version, key_id, raw) or version != VERSION:
            raise BrokenSealError(f"what is sealed at {place} is written in another way")
        return plain

    def is_old(self, token: str) -> bool:
        """Tell whether a token was sealed with a key that is no longer the newest."""
        return token.split(".")[1:2] != [self.newest]

    def blind(self, text: str) -> str:
        """Return the same 64 figures for the same text, from which nobody can tell the text.

        For finding or counting by something that must not stand there: an address, a number.
        Whoever wants "SW1A 1AA" and "sw1a1aa" to be the same brings them to one form first.
        """
        return hmac.new(self.blind_key, text.encode(), sha256).hexdigest()

    @override
    def __repr__(self) -> str:
        return f"Keyring({len(self.keys)} keys)"


def add_key(folder: Path) -> str:
    """Add a key that seals from the next start on, and return its id. The older ones still open."""
    kept = folder / FILE
    Keyring.load(folder)
    line = _new_line()
    _write(kept, kept.read_text(encoding="ascii") + line, replace=True)
    return line.partition(" ")[0]


def _new_line() -> str:
    return f"k{secrets.token_hex(4)} {secrets.token_hex(KEY_BYTES)}\n"


def _key_of(figures: str) -> bytes | None:
    try:
        key = bytes.fromhex(figures)
    except ValueError:
        return None
    return key if len(key) == KEY_BYTES else None


def _written(version: str, key_id: str, raw: bytes) -> str:
    """Return a token as it is written; base64 leaves room for others that mean the same."""
    return f"{version}.{key_id}.{base64.urlsafe_b64encode(raw).decode().rstrip('=')}"


def _bound(key_id: str, place: str) -> bytes:
    """Return what a token is tied to besides its words."""
    return PURPOSE + f"{VERSION}\0{key_id}\0{place}".encode()


def _write(kept: Path, written: str, *, replace: bool) -> None:
    """Put the file there whole or not at all, so that two processes end with the same keys."""
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = kept.with_name(f"{kept.name}.{os.getpid()}.{threading.get_ident()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(written)
        file.flush()
        os.fsync(file.fileno())
    if replace:
        fresh.replace(kept)
        return
    with suppress(FileExistsError):
        os.link(fresh, kept)
    fresh.unlink()
