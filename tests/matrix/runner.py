"""Ask every route everything as everybody, and compare each answer with what is expected."""

import asyncio
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode
from zipfile import is_zipfile

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, Message

from exports.package import read_parts
from tests.matrix import worlds
from tests.matrix.cells import Cell, Ids, address, all_ids
from tests.matrix.entries import ENTRIES, Entry
from tests.matrix.expectations import MAY, has_route, may_meet
from tests.matrix.making import CANARY, Secret
from tests.matrix.noting import Log, not_noted
from tests.matrix.workers import Somebody
from tests.matrix.worlds import World
from workbook.app import build_site, create_litestar
from workbook.settings import Settings
from workbook.site import Site
from workbook.staff.rules import key_hash
from workbook.web import csrf
from workbook.web.headers import with_headers

NOT_SIGNED_IN, FORGED = 401, 403


class Answer(msgspec.Struct, frozen=True):
    """What came back."""

    status: int
    text: str


class Tally(msgspec.Struct):
    """What was found. `complaints`: each leak, wrong refusal and unexpected answer in words.

    `met`: how often somebody met words that they may.
    """

    cells: int = 0
    met: int = 0
    leaks: int = 0
    refusals: int = 0
    routes: Counter[str] = msgspec.field(default_factory=Counter)
    complaints: list[str] = msgspec.field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Add what another run found."""
        self.cells += other.cells
        self.met += other.met
        self.leaks += other.leaks
        self.refusals += other.refusals
        self.routes.update(other.routes)
        self.complaints += other.complaints


class Matrix:
    """A world, the service over it, and the way to ask."""

    def __init__(self, installed: Path, folder: Path) -> None:
        self.path = worlds.a_file(installed, folder)
        self.world = worlds.make(f"sqlite:///{self.path}")
        self.clean = folder / "clean.db"
        shutil.copy(self.path, self.clean)
        settings = Settings(
            database_url=f"sqlite:///{self.path}", session_secret="x" * 32, idle_minutes=240
        )
        self.site: Site = build_site(settings)
        self.litestar = create_litestar(self.site)
        self.app: ASGIApp = with_headers(self.litestar, secure=False)
        self.tally = Tally()
        self.log = Log(self.path)

    def handlers(self) -> dict[str, HTTPRouteHandler]:
        """Return every route of the application, by its line in tests/routes.txt."""
        return {
            f"{method} {route.path}": handler
            for route in self.litestar.routes
            for handler in getattr(route, "route_handlers", ())
            for method in sorted(handler.http_methods - {"HEAD", "OPTIONS"})
        }

    def close(self) -> None:
        """Let go of the database."""
        self.log.close()
        self.site.database.close()

    def start_again(self) -> None:
        """Put the world back as it was made."""
        self.close()
        for left in ("-wal", "-shm"):
            self.path.with_name(self.path.name + left).unlink(missing_ok=True)
        shutil.copy(self.clean, self.path)

    async def ask(
        self, method: str, path: str, who: Somebody | None, fields: bytes = b""
    ) -> Answer:
        """Send one request straight to the service."""
        got: list[Message] = []
        body = [{"type": "http.request", "body": fields, "more_body": False}]

        async def receive() -> Message:
            return body.pop() if body else {"type": "http.disconnect"}  # type: ignore[return-value]

        async def send(message: Message) -> None:
            got.append(message)

        place, _, query = path.partition("?")
        headers = [(b"host", b"localhost")]
        if who is not None:
            headers.append((b"cookie", f"{self.site.cookie}={who.cookie}".encode()))
        if method == "POST":
            headers += [
                (b"content-type", b"application/x-www-form-urlencoded"),
                (b"content-length", b"%d" % len(fields)),
            ]
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
            "scheme": "http", "path": place, "raw_path": place.encode(), "root_path": "",
            "query_string": query.encode(), "headers": headers, "client": ("127.0.0.1", 9),
            "server": ("localhost", 80), "state": {},
        }  # fmt: skip
        await self.app(scope, receive, send)  # type: ignore[arg-type]
        status = next(m["status"] for m in got if m["type"] == "http.response.start")
        whole = b"".join(m.get("body", b"") for m in got if m["type"] == "http.response.body")
        return Answer(status, readable(whole) + _headers(got))

    def token(self, who: Somebody | None) -> str:
        """Return the token that this worker's forms carry."""
        if who is None:
            return "none"
        return csrf.token(key_hash(who.cookie)[:32], self.site.secret.encode())

    async def run(self, *, part: int = 0, parts: int = 1, most: int | None = None) -> Tally:
        """Ask this part of all cells, at most so many of each route.

        A route without an entry is a complaint.
        """
        self.tally = Tally()
        for name, handler in sorted(self.handlers().items()):
            if name not in ENTRIES:
                self.tally.complaints.append(
                    f"{name}: add it to ENTRIES in tests/matrix/entries.py"
                )
                continue
            cells = list(self.cells(name))
            random.Random(name).shuffle(cells)  # noqa: S311 -- which to try, not a key
            for cell in cells[part:most:parts]:
                await self._try(name, str(handler.opt.get("may")), cell)
            self.start_again()
        return self.tally

    def cells(self, name: str) -> Iterator[Cell]:
        """Yield every cell of one route."""
        people: list[Somebody | None] = [None, *self.world.workers.values()]
        for ids in all_ids(name.partition(" ")[2], self.world):
            for query in ENTRIES[name].queries(self.world, ids):
                for who in people:
                    yield Cell(world=self.world, who=who, ids=ids, query=query)

    async def _try(self, name: str, may: str, cell: Cell) -> None:
        method, path = name.split(" ")
        entry = ENTRIES[name]
        place = address(path, cell.ids) + cell.query
        expected = expected_status(method, may, entry, cell)
        if method == "GET":
            self.log.read_to_the_end()
            answer = await self.ask("GET", place, cell.who)
            self._judge(name, cell, answer, expected, entry)
            wrong = not_noted(cell, answer.status, self.log.added())
            self.tally.complaints += [f"{name} {cell.ids} by {cell.who}: {wrong}"] if wrong else []
            return
        fields = dict(entry.fields(cell))
        others = next(one for one in self.world.workers.values() if one is not cell.who)
        wrong = ("forged", self.token(others))[self.tally.cells % 2]
        for token in (wrong, self.token(cell.who)):
            sent = urlencode(fields | {"csrf": token}, doseq=True).encode()
            answer = await self.ask("POST", place, cell.who, sent)
            is_own = may == "anyone" or token == self.token(cell.who) or expected == NOT_SIGNED_IN
            self._judge(name, cell, answer, expected if is_own else FORGED, entry)
            if answer.status in {200, 303}:
                self.start_again()

    def _judge(self, name: str, cell: Cell, answer: Answer, expected: int, entry: Entry) -> None:
        self.tally.cells += 1
        self.tally.routes[name] += 1
        by = cell.who.name if cell.who else "nobody"
        said = f"{name} {cell.ids} {cell.query} by {by}"
        met = {found.lower() for found in CANARY.findall(answer.text)}
        self.tally.met += len(met)
        for token in met:
            secret = self.world.secrets[token]
            if not may_meet(self.world, cell.who, secret):
                self.tally.leaks += 1
                self.tally.complaints.append(f"{said}: leaks {secret.table} {secret.row['id']}")
        if answer.status != expected:
            self.tally.refusals += expected < 400 <= answer.status
            self.tally.complaints.append(f"{said}: {answer.status}, expected {expected}")
        elif answer.status == 200:
            for missing in owed(self.world, cell, entry) - met:
                self.tally.refusals += 1
                self.tally.complaints.append(
                    f"{said}: does not show {self.world.secrets[missing].place}"
                )


def readable(body: bytes) -> str:
    """Return everything that can be read in an answer: of a Word file, every part."""
    parts = [body, *read_parts(body).values()] if is_zipfile(BytesIO(body)) else [body]
    return "".join(part.decode("utf-8", "replace") for part in parts)


def _headers(got: list[Message]) -> str:
    start = next(m for m in got if m["type"] == "http.response.start")
    return "".join(f"\n{name!r}: {value!r}" for name, value in start["headers"])


def expected_status(method: str, may: str, entry: Entry, cell: Cell) -> int:
    """Return what is to be answered: by sign-in, then role, then route, then the object itself."""
    assert may in MAY, f"say in MAY of tests/matrix/expectations.py who may {may}"
    who = cell.who
    if may == "anyone":
        return entry.answer(cell)
    if who is None or who.has_left:
        return 303 if method == "GET" else 401
    if who.discipline not in MAY[may]:
        return 403
    if cell.family and not has_route(cell.world, who, cell.family):
        return 404
    return entry.answer(cell)


def owed(world: World, cell: Cell, entry: Entry) -> set[str]:
    """Return the canaries that a page must show this worker."""
    return {
        token
        for token, secret in world.secrets.items()
        if secret.place in entry.shows
        and _stands(world, secret)
        and _is_of(world, secret.row, secret.table, cell.family)
        and may_meet(world, cell.who, secret)
    }


def _stands(world: World, secret: Secret) -> bool:
    """Tell whether it is still so: not replaced, withdrawn or done."""
    row, ended = secret.row, {one["replaced_id"] for one in world.rows["entry_succession"]}
    withdrawn = {one["id"] for one in world.rows["entry"] if one["withdraws"]}
    entry = row["id"] if secret.table == "entry" else row.get("entry_id")
    return entry not in ended | withdrawn


def _is_of(world: World, row: Ids, table: str, family: str) -> bool:
    if table == "family":
        return row["id"] == family
    if table == "person":
        return any(one["person_id"] == row["id"] for one in world.of("family_member", family))
    return row["family_id"] == family


def run(
    installed: Path, folder: Path, *, part: int = 0, parts: int = 1, most: int | None = None
) -> Tally:
    """Make a world and ask everything of it, in a loop of its own."""
    matrix = Matrix(installed, folder)
    with ThreadPoolExecutor(1) as thread:  # the browser's library keeps a loop in this one
        asked = matrix.run(part=part, parts=parts, most=most)
        try:
            return thread.submit(asyncio.run, asked).result()
        finally:
            matrix.close()
