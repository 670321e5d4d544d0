"""Serve our own static files and the design system's, from memory, under a stamped address."""

import hashlib
import mimetypes
from collections.abc import Mapping
from pathlib import Path

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.status_codes import HTTP_404_NOT_FOUND

SERVED = frozenset({".css", ".js", ".svg"})
FOR_EVER = "public, max-age=31536000, immutable"
NOT_KEPT = "no-cache"


class MissingAssetsError(Exception):
    """The design system's files are not there: the package was not built, or only half."""


class Asset(msgspec.Struct, frozen=True):
    """One file as it is sent."""

    body: bytes
    kind: str


class Assets(msgspec.Struct, frozen=True):
    """Every file there is to serve; `prefix` is what `frame.assets` holds."""

    prefix: str
    files: Mapping[str, Asset]


def read_assets(folder: Path) -> Assets:
    """Read the static folder once, at start.

    The stamp in the address is of every file's bytes, so that browsers may keep them for ever and
    still see a change at once.

    Raises:
        MissingAssetsError: folder/vendor was never brought; the message says how to bring it.
    """
    if not (folder / "vendor/STAMP").is_file():
        raise MissingAssetsError(
            "The design system's files are missing: run `python frontend/hatch_build.py`."
        )
    files: dict[str, Asset] = {}
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in SERVED):
        name, body = path.relative_to(folder).as_posix(), path.read_bytes()
        digest.update(name.encode() + b"\0" + body)
        kind = "text/javascript" if path.suffix == ".js" else mimetypes.types_map[path.suffix]
        files[name] = Asset(body, kind)
    return Assets(f"/static/{digest.hexdigest()[:16]}", files)


def serve_assets(assets: Assets) -> HTTPRouteHandler:
    """Make the route that serves them.

    While a new release goes out, a page of one process may ask another for its files. Under
    a stamp that is not ours the file is sent all the same, to be asked for again the next time:
    a page in the neighbour's clothes is better than a bare one.
    """

    @get(
        "/static/{stamp:str}/{name:path}",
        sync_to_thread=False,
        include_in_schema=False,
        opt={"may": "anyone"},
        name="web.assets",
    )
    def show_asset(stamp: FromPath[str], name: FromPath[str]) -> Response[bytes]:
        """Send one file of the static folder; nothing else can be reached."""
        asset = assets.files.get(str(name).lstrip("/"))
        if asset is None:
            return Response(b"", status_code=HTTP_404_NOT_FOUND, media_type="text/plain")
        kept = FOR_EVER if f"/static/{stamp}" == assets.prefix else NOT_KEPT
        return Response(asset.body, media_type=asset.kind, headers={"cache-control": kept})

    return show_asset
