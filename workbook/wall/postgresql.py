"""The wall on PostgreSQL: forced row level security, a role that owns nothing, a signed viewer.

The service runs as the role `workbook_app`, which may only SELECT and INSERT. Who is looking
travels as a setting of the transaction, signed with a key that this role cannot read: an injected
`set_config` becomes nobody, not somebody else (security.md 3.5).
"""

# ruff: noqa: ANN401 -- drivers and events hand over what has no type

import hashlib
import json
import secrets
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, MetaData

from workbook.wall.adding import ADD
from workbook.wall.policy import SETS
from workbook.wall.reading import HELD, READ
from workbook.wall.records import destruction
from workbook.wall.viewer import Viewer

ROLE = "workbook_app"
KEY_SETTING = "workbook_key"
FRAGMENTS = {
    "user": "(select wb_user())",
    "discipline": "(select wb_discipline())",
    "team": "(select wb_team())",
    "today": "(select wb_today())",
    "lately": "(select wb_lately())",
    "now": "(select wb_now())",
    "tomorrow": "(select wb_tomorrow())",
    "asks": "(select wb_asks())",
    "only": "(select wb_only())",
    "cleared": "(select wb_cleared())",
    "stopped": "(select value from json_array_elements_text((select wb_stopped())))",
    "audience": "(select wb_audience())",
    "recipients": "(select value from json_array_elements_text((select wb_recipients())))",
    "each": "json_array_elements_text",
    "week_ago": "now() - interval '7 days'",
    "true": "true",
    "false": "false",
}
ANSWERS = {
    "user": ("worker_id", "text"),
    "discipline": ("discipline", "text"),
    "team": ("team_id", "text"),
    "today": ("today", "date"),
    "lately": ("lately", "date"),
    "now": ("now", "timestamptz"),
    "tomorrow": ("tomorrow", "timestamptz"),
    "asks": ("asks", "text"),
    "only": ("only", "text"),
    "cleared": ("cleared", "timestamptz"),
    "stopped": ("stopped", "json"),
    "audience": ("audience", "text"),
    "recipients": ("recipients", "json"),
}


def rule(text: str, *, row: str) -> str:
    """Write one rule of the policy in PostgreSQL's words."""
    for name in SETS:
        text = text.replace(f"{{set:{name}}}", f"select wb_{name}()")
    for table in READ:
        text = text.replace(f"{{{table}:secured}}", table).replace(f"{{{table}}}", table)
    return text.format(r=row, **FRAGMENTS)


def prepare(url: str) -> None:
    """Make the role that the service runs as, and the key that signs viewers.

    Both survive being asked for again.
    """
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        if not connection.scalar(sa.text("select 1 from pg_roles where rolname = :r"), {"r": ROLE}):
            connection.execute(sa.text(f"create role {ROLE} nologin"))
        connection.execute(sa.text(f"grant {ROLE} to current_user"))
        connection.execute(sa.text(f"grant usage on schema public to {ROLE}"))
        connection.execute(sa.text(f"create table if not exists {KEY_SETTING} (key text not null)"))
        connection.execute(
            sa.text(
                f"insert into {KEY_SETTING} select :key"  # noqa: S608 -- our own name
                f" where not exists (select 1 from {KEY_SETTING})"
            ),
            {"key": secrets.token_hex(32)},
        )
    engine.dispose()


def functions() -> Iterator[str]:
    """Yield the functions behind which the viewer sits. Without a true signature: nobody."""
    yield f"""
      create or replace function wb_viewer() returns json language plpgsql stable
      security definer set search_path = public as $$
      declare said text := nullif(current_setting('workbook.viewer', true), '');
              mark text; words text;
      begin
        if said is null then return null; end if;
        mark := left(said, 64); words := substr(said, 65);
        if mark <> (select encode(sha256(convert_to(key || encode(sha256(
             convert_to(key || words, 'UTF8')), 'hex'), 'UTF8')), 'hex') from {KEY_SETTING})
        then return null; end if;
        return words::json;
      end $$"""  # noqa: S608 -- our own name
    for name, (field, kind) in ANSWERS.items():
        read = "->" if kind == "json" else "->>"
        yield (
            f"create or replace function wb_{name}() returns {kind} language sql stable as"
            f" $$ select (wb_viewer() {read} '{field}')::{kind} $$"
        )
    # A definer's function sees every row: it gives out ids, and no more than its rules need. In
    # this language its plan is kept for the connection; one in SQL is planned for each question.
    for name, chosen in SETS.items():
        yield (
            f"create or replace function wb_{name}() returns setof text language plpgsql stable"  # noqa: S608
            " security definer set search_path = public rows 20"
            f" as $$ begin return query select chosen.id::text from ({rule(chosen, row='')})"
            " chosen (id); end $$"
        )


def policies(metadata: MetaData) -> Iterator[str]:
    """Yield the policies and grants of every table."""
    for table in metadata.sorted_tables:
        name = table.name
        yield f"revoke all on {name} from {ROLE}"
        if name not in READ:
            yield f"grant select, insert, update, delete on {name} to {ROLE}"
            continue
        yield f"alter table {name} enable row level security"
        yield f"alter table {name} force row level security"
        for policy in ("reading", "adding", "keeping"):
            yield f"drop policy if exists {policy} on {name}"
        yield (
            f"create policy reading on {name} for select to {ROLE}"
            f" using ({rule(READ[name], row=name)})"
        )
        yield (
            f"create policy adding on {name} for insert to {ROLE}"
            f" with check ({rule(ADD[name], row=name)})"
        )
        yield f"create policy keeping on {name} to current_user using (true) with check (true)"
        yield f"grant select, insert on {name} to {ROLE}"


def held() -> Iterator[str]:
    """Yield the views that give less than a row. They read as the owner: their rule is the wall."""
    for name, text in HELD.items():
        yield (
            f"create or replace view {name} with (security_barrier) as select distinct"  # noqa: S608
            " r.family_id, r.discipline,"
            " to_char(r.occurred_at at time zone 'UTC', 'YYYY-MM') as month"
            f" from entry r where {rule(text, row='r')}"
        )
        yield f"revoke all on {name} from {ROLE}"
        yield f"grant select on {name} to {ROLE}"


def keepers(metadata: MetaData) -> Iterator[str]:
    """Yield what keeps even the owner from changing or deleting a row that is to be kept."""
    yield """
      create or replace function wb_keep() returns trigger language plpgsql as
      $$ begin raise exception 'append-only'; end $$"""
    for table in metadata.sorted_tables:
        name = table.name
        if name not in READ:
            continue
        goes = rule(destruction(name, table.columns.keys()), row="OLD")
        yield (
            f"create or replace function wb_keep_{name}() returns trigger language plpgsql as $$"
            f" begin if {goes} then return old; end if; raise exception 'append-only'; end $$"
        )
        for act, then in (
            ("delete", f"for each row execute function wb_keep_{name}()"),
            ("update", "for each row execute function wb_keep()"),
            ("truncate", "for each statement execute function wb_keep()"),
        ):
            yield f"drop trigger if exists wb_keep_{act} on {name}"
            yield f"create trigger wb_keep_{act} before {act} on {name} {then}"


def take_down_wall(url: str) -> None:
    """Drop the policies: a migration cannot alter what one of them reads.

    Row level security stays forced, so that until the wall stands again nobody reads anything.
    """
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for name in HELD:
            connection.exec_driver_sql(f"drop view if exists {name}")
        standing = connection.execute(
            sa.text("select tablename, policyname from pg_policies where schemaname = 'public'")
        )
        for table, name in standing.all():
            connection.exec_driver_sql(f"drop policy {name} on {table}")
        kept = connection.execute(
            sa.text(
                "select tgname, relname from pg_trigger join pg_class c on c.oid = tgrelid"
                " where tgname like 'wb_keep_%' and not tgisinternal"
            )
        )
        for name, table in kept.all():
            connection.exec_driver_sql(f"drop trigger {name} on {table}")
    engine.dispose()


def build_wall(url: str, metadata: MetaData) -> None:
    """Put up functions, policies and grants, whole or not at all."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for statement in (*functions(), *policies(metadata), *held(), *keepers(metadata)):
            connection.exec_driver_sql(statement)
    engine.dispose()


def engine(url: str) -> Engine:
    """Open an engine whose every connection runs as the role that owns nothing."""
    made = sa.create_engine(url, pool_size=6, pool_pre_ping=True)
    key: list[str] = []

    @sa.event.listens_for(made, "connect")
    def _connect(connection: Any, record: Any) -> None:
        with connection.cursor() as cursor:
            if not key:
                cursor.execute(f"select key from {KEY_SETTING}")  # noqa: S608 -- our own name
                key.append(cursor.fetchone()[0])
            cursor.execute(f"set role {ROLE}")
        connection.commit()
        record.info["key"] = key[0]

    @sa.event.listens_for(made, "checkin")
    def _leave_the_seat(_: Any, record: Any) -> None:
        if record.info:
            record.info["seated"] = False

    return made


def seat_viewer(connection: Connection, viewer: Viewer) -> None:
    """Bind the viewer to the transaction that has just begun."""
    words = json.dumps(
        {
            "worker_id": viewer.worker_id,
            "discipline": viewer.discipline,
            "team_id": viewer.team_id,
            "today": viewer.today.isoformat(),
            "lately": viewer.lately.isoformat(),
            "now": viewer.moment.isoformat(),
            "tomorrow": viewer.tomorrow.isoformat(),
            "asks": viewer.asks,
            "only": viewer.only,
            "cleared": viewer.cleared.isoformat() if viewer.cleared else None,
            "stopped": list(viewer.stopped),
            "audience": viewer.audience,
            "recipients": list(viewer.recipients),
        }
    )
    raw = connection.connection.driver_connection
    if raw is None:
        raise RuntimeError("the connection is closed")
    with raw.cursor() as cursor:
        cursor.execute(
            "select set_config('workbook.viewer', %s, true)",
            (signature(words, connection.info["key"]) + words,),
        )


def signature(words: str, key: str) -> str:
    """Return what proves that the service itself said who is looking."""
    inner = hashlib.sha256((key + words).encode()).hexdigest()
    return hashlib.sha256((key + inner).encode()).hexdigest()


def not_ready(url: str, newest: str) -> str | None:
    """Say why the database cannot be used yet; None when it can."""
    engine = sa.create_engine(url)
    try:
        with engine.connect() as connection:
            version = connection.scalar(sa.text("select version_num from alembic_version"))
            walls = connection.scalar(
                sa.text("select count(*) from pg_policies where policyname = 'reading'")
            )
            views = connection.scalar(
                sa.text("select count(*) from pg_views where viewname = any(:names)"),
                {"names": list(HELD)},
            )
    except sa.exc.DBAPIError:
        return "The database cannot be reached or is not a workbook database. Run: workbook init"
    finally:
        engine.dispose()
    if version != newest:
        return "The database is from another version. Run: workbook init"
    if views != len(HELD):
        return "A view of the access wall is missing. Run: workbook init"
    if walls != len(READ):
        return f"{len(READ) - (walls or 0)} tables stand without their wall. Run: workbook init"
    return None
