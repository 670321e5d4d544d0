"""Strings of SQL sent straight to the driver, below every guard: the wall stands alone."""

# `hidden` is an entry of another discipline in the viewer's own family, `theirs` another family.
SQLITE = (
    "select note from entry__t",
    "select * from (select * from entry__t)",
    "with x as (select note from entry__t) select * from x",
    "with entry as (select * from entry__t) select note from entry",
    "with entry__ins as (select * from entry__t) select note from entry__ins",
    "with family__seen as (select name from family__t) select name from family__seen",
    "select note from (select * from entry__t) as entry",
    "select (select group_concat(note) from entry__t)",
    "select count(*) from entry__t",
    "select exists(select 1 from entry__t where note like '%CANARY%')",
    "select 1 from entry__t limit 1",
    "select note from main.entry__t",
    "select rowid, note from entry__t",
    "select note from entry where note like '%CANARY%' or 1=1",
    "select 1 from entry group by 1 having max(note) like '%CANARY%'",
    "select name from family__t union select name from family",
    "select name from family natural join person__t",
    "select f.name from family f join family__t t on 1=1",
    "select * from household__t",
    "select address from household",
    "create temp view entry as select * from entry__t",
    "create temp table mine as select * from entry__t",
    "create table mine as select * from entry__t",
    "create temp trigger entry__ins after insert on worker begin select 1; end",
    "create index mine on entry__t(note)",
    "attach database ':memory:' as z",
    "detach database main",
    "pragma table_info(entry__t)",
    "pragma writable_schema=1",
    "pragma query_only=off",
    "select * from pragma_table_info('entry__t')",
    "select sql from sqlite_master",
    "select * from sqlite_schema",
    "select * from sqlite_temp_master",
    "select * from sqlite_stat1",
    "select * from dbstat",
    "explain select * from entry__t",
    "explain query plan select * from entry__t",
    "vacuum into 'x.db'",
    "vacuum",
    "reindex",
    "analyze",
    "select load_extension('x')",
    "select readfile('x')",
    "select wb_user() from entry__t",
    "delete from entry__t",
    "update entry__t set note = 'x'",
    "update entry set note = 'x'",
    "delete from entry",
    "insert into entry__t (id) values ('x')",
    "insert or replace into entry__t (id, note) values ('hidden', 'x')",
    (
        "insert into involvement (id, family_id, worker_id, starts_on, recorded_at, recorded_by)"
        " values ('x', 'theirs', 'me', '2020-01-01', '2020-01-01', 'me')"
    ),
    (
        "insert into involvement__t (id, family_id, worker_id, starts_on, recorded_at, recorded_by)"
        " values ('x', 'theirs', 'me', '2020-01-01', '2020-01-01', 'me')"
    ),
    "insert or replace into voice (id, family_id, recorded_by) values ('vhidden', 'mine', 'me')",
    (
        "insert into voice (id, family_id, recorded_by, words) values ('y', 'mine', 'me', 'z')"
        " returning (select group_concat(note) from entry)"
    ),
    "alter table entry__t rename to open",
    "drop view entry",
    "drop trigger entry__update",
    "select count(*) from audit_event__t",
    "select note from entry indexed by ix_entry_family_occurred",
    "select name from person where id in (select person_id from family_member__t)",
    "select max(note) over () from entry__t",
    "values ((select note from entry__t limit 1))",
)

POSTGRESQL = (
    "select note from entry",
    "select count(*) from entry where note like 'CANARY%'",
    "set row_security = off",
    "set role owner",
    "reset role",
    "set session authorization owner",
    "alter table entry disable row level security",
    "alter table entry owner to workbook_app",
    "drop policy reading on entry",
    "create policy mine on entry using (true)",
    "copy entry to 'entries.csv'",
    "copy entry to program 'true'",
    "update entry set note = 'x'",
    "delete from entry",
    "truncate entry",
    "insert into entry (id) values ('x') on conflict (id) do update set note = 'x'",
    (
        "insert into involvement (id, family_id, worker_id, starts_on, recorded_at, recorded_by)"
        " values ('x', 'theirs', 'me', '2020-01-01', now(), 'me')"
    ),
    "select most_common_vals::text from pg_stats where tablename = 'entry'",
    "select pg_read_file('postgresql.conf')",
    "select * from workbook_key",
    "select name from wb_family()",
    "select what from wb_withholding()",
    "select id from wb_involvement() where family_id = 'theirs'",
    "select 1 / (case when note like 'CANARY%' then 0 else 1 end) from entry",
    (
        "create function pg_temp.peek(text) returns bool language plpgsql cost 0.0000001 as"
        " $$ begin raise notice '%', $1; return true; end $$;"
        " select note from entry where pg_temp.peek(note)"
    ),
    "create temp view mine as select * from entry; select note from mine",
    "create table mine as select * from entry; select note from mine",
    (
        'select set_config(\'workbook.viewer\', \'{"worker_id":"other",'
        '"discipline":"mental_health_practitioner","team_id":"t","today":"2026-11-20",'
        '"audience":"","recipients":[]}\', true); select note from entry'
    ),
    "select set_config('workbook.viewer', '', true); select note from entry",
    "with x as (select note from entry) select * from x",
    "select string_agg(note, '') from entry",
    "table entry",
    "select * from only entry",
    "declare c cursor for select note from entry; fetch all from c",
    "prepare p as select note from entry; execute p",
    "do $$ begin perform note from entry; update entry set note = 'x'; end $$",
    "select address from household",
    "lock table entry in access exclusive mode",
    "create rule mine as on insert to entry do instead nothing",
    "grant select on workbook_key to workbook_app",
    "explain analyze select * from entry where note like 'CAN%'",
)
