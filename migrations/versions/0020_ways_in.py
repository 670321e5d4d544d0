"""The yearly question, roles that two people give, and matches of staff with people in families."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = "0020_ways_in"
down_revision = "0019_subject_access"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and close by a row of its own what was brought in closed."""
    op.add_column(
        physical("conflict"), sa.Column("about", sa.Text(), nullable=False, server_default="")
    )
    close_what_is_closed()
    op.create_table(
        physical("known_answer"),
        sa.Column("knows", sa.Boolean(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_known_answer_worker",
        physical("known_answer"),
        ["recorded_by", "recorded_at"],
        unique=False,
    )
    op.create_table(
        physical("staff_details"),
        sa.Column("postcode", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("phone", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_staff_details_worker",
        physical("staff_details"),
        ["recorded_by", "recorded_at"],
        unique=False,
    )
    op.create_table(
        physical("match_proposal"),
        sa.Column("worker_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("alike", sa.JSON(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["worker" + ".id"]),
        sa.ForeignKeyConstraint(["person_id"], [physical("person") + ".id"]),
        sa.ForeignKeyConstraint(["family_id"], [physical("family") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("worker_id", "person_id", "family_id"),
    )
    op.create_index(
        "ix_match_proposal_family_id", physical("match_proposal"), ["family_id"], unique=False
    )
    op.create_table(
        physical("role_request"),
        sa.Column("worker_id", sa.String(length=32), nullable=False),
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["worker" + ".id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_role_request_worker_id", physical("role_request"), ["worker_id"], unique=False
    )
    op.create_table(
        physical("match_decision"),
        sa.Column("proposal_id", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], [physical("match_proposal") + ".id"]),
        sa.ForeignKeyConstraint(["family_id"], [physical("family") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("proposal_id"),
    )
    op.create_index(
        "ix_match_decision_family_id", physical("match_decision"), ["family_id"], unique=False
    )
    op.create_table(
        physical("role_decision"),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], [physical("role_request") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_id"),
    )


def close_what_is_closed() -> None:
    """Add the closing of each family that was brought in closed and has none."""
    family, closing = physical("family"), physical("closing")
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            f"select id, closed_on, recorded_at, recorded_by from {family} f"  # noqa: S608
            " where closed_on is not null"
            f" and not exists (select 1 from {closing} c where c.family_id = f.id)"
        )
    )
    for row in rows.all():
        connection.execute(
            sa.text(
                f"insert into {closing} (id, family_id, kind, happens_on, reason, recorded_at,"  # noqa: S608
                " recorded_by, salt) values (:id, :family, 'closed', :day, '', :at, :by, '')"
            ),
            {"id": uuid4().hex, "family": row.id, "day": row.closed_on, "at": row.recorded_at,
             "by": row.recorded_by},
        )  # fmt: skip


def downgrade() -> None:
    """Take the tables away again."""
    op.drop_column(physical("conflict"), "about")
    op.drop_table(physical("role_decision"))
    op.drop_table(physical("match_decision"))
    op.drop_table(physical("role_request"))
    op.drop_table(physical("match_proposal"))
    op.drop_table(physical("staff_details"))
    op.drop_table(physical("known_answer"))
