"""Services of acts with their ledger, and entries that a judge allows."""

import sqlalchemy as sa
from alembic import op

from workflow.columns import Moment
from workflow.migrations.case_tables import create_case_table, create_index_where

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

SERVICE, ENTRY, LEDGER = "service_of_act", "judicial_entry", "service_entry"
WAYS = ("personal", "whoever_is_there", "instructivo", "electronic", "certified_mail", "edict")
HAPPENINGS = ("attempt", "citatorio", "sent", "not_received", "not_kept", "failed", *WAYS)
CHANNELS = ("paper", "door", "email", "mailbox", "post", "press")
SIGNATURES = ("signed", "refused", "cannot")
IDENTIFICATIONS = ("ine", "passport", "licence", "known", "not_shown")
CAPACITIES = (
    "employer",
    "representative",
    "adult_resident",
    "worker_concerned",
    "other_worker",
    "child",
    "guard",
    "confused_elder",
    "neighbour",
    "nobody",
)
GROUNDS = ("trafficking", "child_labour", "violence", "confinement", "other_crime")


def upgrade() -> None:
    """Every table is new."""
    _service()
    _ledger()
    _entry()


def downgrade() -> None:
    """Without services and entries."""
    for table in (ENTRY, LEDGER, SERVICE):
        op.drop_table(table)


def _service() -> None:
    create_case_table(
        SERVICE,
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("subject_workflow", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("notifier_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.String(length=400), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("electronic_address", sa.String(length=254), nullable=True),
        sa.Column("return_at", Moment(), nullable=True),
        sa.Column("way", sa.String(length=20), nullable=True),
        sa.Column("receiver", sa.String(length=20), nullable=True),
        sa.Column("receiver_name", sa.String(length=240), nullable=True),
        sa.Column("served_at", Moment(), nullable=True),
        sa.Column("effective_at", Moment(), nullable=True),
        states=(
            "to_serve",
            "citatorio_left",
            "sent",
            "failed",
            "edict_ordered",
            "served",
            "effective",
            "withdrawn",
        ),
        points_to={"file_id": "inspection_file", "notifier_id": "login"},
        checks={
            "way": f"way IS NULL OR way IN {WAYS}",
            "effective_since": "state <> 'effective' OR effective_at IS NOT NULL",
            "served_before_effective": "effective_at IS NULL OR served_at IS NOT NULL",
            "citatorio_has_an_hour": "state <> 'citatorio_left' OR return_at IS NOT NULL",
        },
        indexed=("file_id", "subject_id", "notifier_id"),
    )
    create_index_where(f"uq_{SERVICE}_open", SERVICE, ["subject_id", "act"], "closed_at IS NULL", unique=True)


def _ledger() -> None:
    among = {
        "happened": HAPPENINGS,
        "channel": CHANNELS,
        "receiver": CAPACITIES,
        "signature": SIGNATURES,
        "identification": IDENTIFICATIONS,
    }
    op.create_table(
        LEDGER,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("happened", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("receiver", sa.String(length=20), nullable=True),
        sa.Column("identification", sa.String(length=20), nullable=True),
        sa.Column("signature", sa.String(length=10), nullable=True),
        sa.Column("notifier_id", sa.Uuid(), nullable=True),
        sa.Column("takes_effect_at", Moment(), nullable=True),
        *(
            sa.CheckConstraint(_among(column, values), name=op.f(f"ck_{LEDGER}_{column}"))
            for column, values in among.items()
        ),
        sa.ForeignKeyConstraint(["service_id"], [f"{SERVICE}.id"], name=op.f(f"fk_{LEDGER}_service_id")),
        sa.ForeignKeyConstraint(["notifier_id"], ["login.id"], name=op.f(f"fk_{LEDGER}_notifier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{LEDGER}")),
    )
    op.create_index(op.f(f"ix_{LEDGER}_service_id"), LEDGER, ["service_id"])


def _among(column: str, values: tuple[str, ...]) -> str:
    listed = f"{column} IN {values}"
    return listed if column in ("happened", "channel") else f"{column} IS NULL OR {listed}"


def _entry() -> None:
    create_case_table(
        ENTRY,
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=True),
        sa.Column("ground", sa.String(length=20), nullable=False),
        sa.Column("learnt_at", Moment(), nullable=False),
        sa.Column("facts_shared", sa.Text(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("asked_reference", sa.String(length=60), nullable=True),
        sa.Column("judge_asked_at", Moment(), nullable=True),
        sa.Column("judge_reference", sa.String(length=60), nullable=True),
        sa.Column("judge", sa.String(length=120), nullable=True),
        sa.Column("granted_at", Moment(), nullable=True),
        sa.Column("names_inspectors", sa.Boolean(), nullable=False),
        sa.Column("execution_on", sa.Date(), nullable=True),
        sa.Column("executed_on", sa.Date(), nullable=True),
        sa.Column("executed_reference", sa.String(length=60), nullable=True),
        states=(
            "suspected",
            "asked",
            "before_judge",
            "granted",
            "judge_to_be_told",
            "denied",
            "executed",
            "lapsed",
            "not_asked",
        ),
        points_to={"file_id": "inspection_file", "inspection_id": "inspection"},
        checks={
            "ground": f"ground IN {GROUNDS}",
            "granted_by_reference": "state <> 'granted' OR judge_reference IS NOT NULL",
            "executed_by_reference": "state <> 'executed' OR executed_reference IS NOT NULL",
        },
        indexed=("file_id", "inspection_id"),
    )
