"""The first schema."""

import sqlalchemy as sa
from alembic import op

from workflow.columns import Cents, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The first schema."""
    op.create_table(
        "access_log",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
    )
    op.create_index(op.f("ix_access_log_subject_id"), "access_log", ["subject_id"], unique=False)
    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seconds_ahead", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_clock_one_row")),
        sa.CheckConstraint("seconds_ahead >= 0", name=op.f("ck_clock_forward")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock")),
    )
    op.create_table(
        "deadline",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workflow", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("on_expiry", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("authority", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("armed_at", Moment(), nullable=False),
        sa.Column("due_day", sa.Date(), nullable=True),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("computation", sa.Text(), nullable=False),
        sa.Column("reminders", sa.Text(), nullable=False),
        sa.Column("remind_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", Moment(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.CheckConstraint("status <> 'running' OR due_at IS NOT NULL", name=op.f("ck_deadline_running_is_due")),
        sa.CheckConstraint(
            "status IN ('running', 'paused', 'met', 'expired', 'replaced')", name=op.f("ck_deadline_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    op.create_index("ix_deadline_case_id", "deadline", ["case_id", "status"], unique=False)
    op.create_index(
        "ix_deadline_due",
        "deadline",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("status = 'running'"),
        sqlite_where=sa.text("status = 'running'"),
    )
    op.create_index(
        "ix_deadline_remind",
        "deadline",
        ["remind_at"],
        unique=False,
        postgresql_where=sa.text("status = 'running' AND remind_at IS NOT NULL"),
        sqlite_where=sa.text("status = 'running' AND remind_at IS NOT NULL"),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workflow", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("template_version", sa.String(length=20), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("case_id", "seq", "kind", name=op.f("uq_document_case_id_seq_kind")),
    )
    op.create_table(
        "event",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("workflow", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("from_state", sa.String(length=40), nullable=True),
        sa.Column("to_state", sa.String(length=40), nullable=False),
        sa.Column("effective_at", Moment(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("legal", sa.Text(), nullable=False),
        sa.Column("definition", sa.String(length=64), nullable=False),
        sa.Column("note_digest", sa.String(length=64), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "seq", name=op.f("pk_event")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_event_recorded_at", "event", ["recorded_at"], unique=False)
    op.create_table(
        "idempotency",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("payload", sa.String(length=64), nullable=False),
        sa.Column("workflow", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_idempotency")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("done_at", Moment(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", "period", name=op.f("pk_job_run")),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workflow", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("template", sa.String(length=80), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("dedupe_key", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.Column("next_attempt_at", Moment(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", Moment(), nullable=True),
        sa.Column("claim", sa.String(length=32), nullable=True),
        sa.Column("delivered_at", Moment(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("read_at", Moment(), nullable=True),
        sa.CheckConstraint("channel IN ('email', 'mailbox')", name=op.f("ck_message_channel")),
        sa.CheckConstraint("status <> 'delivered' OR proof IS NOT NULL", name=op.f("ck_message_delivered_is_proved")),
        sa.CheckConstraint("status IN ('waiting', 'delivered', 'dead')", name=op.f("ck_message_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_message_dedupe_key")),
    )
    op.create_index("ix_message_person_id", "message", ["person_id", "written_at"], unique=False)
    op.create_index(
        "ix_message_waiting",
        "message",
        ["written_at"],
        unique=False,
        postgresql_where=sa.text("status = 'waiting'"),
        sqlite_where=sa.text("status = 'waiting'"),
    )
    op.create_table(
        "note",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("salt", sa.String(length=64), nullable=True),
        sa.Column("erased_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "seq", name=op.f("pk_note")),
    )
    op.create_table(
        "payment_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("imported_at", Moment(), nullable=False),
        sa.Column("imported_by", sa.String(length=40), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_file")),
        sa.UniqueConstraint("sha256", name=op.f("uq_payment_file_sha256")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("given_name", sa.String(length=80), nullable=False),
        sa.Column("first_surname", sa.String(length=80), nullable=False),
        sa.Column("second_surname", sa.String(length=80), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("erased_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "suspension",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority", sa.String(length=40), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("act", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("recorded_by", sa.String(length=40), nullable=False),
        sa.Column("lifted_at", Moment(), nullable=True),
        sa.CheckConstraint("(authority IS NULL) <> (case_id IS NULL)", name=op.f("ck_suspension_one_scope")),
        sa.CheckConstraint("until_day IS NULL OR until_day >= from_day", name=op.f("ck_suspension_days_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension")),
    )
    op.create_index(op.f("ix_suspension_case_id"), "suspension", ["case_id"], unique=False)
    op.create_table(
        "domestic_worker",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("known_since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_domestic_worker_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_domestic_worker")),
        sa.UniqueConstraint("person_id", name=op.f("uq_domestic_worker_person_id")),
    )
    op.create_table(
        "household",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_household_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("person_id", name=op.f("uq_household_person_id")),
    )
    op.create_table(
        "identifier",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("value", sa.String(length=18), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("kind IN ('curp', 'rfc', 'nss')", name=op.f("ck_identifier_kind")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_identifier_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identifier")),
    )
    op.create_index(op.f("ix_identifier_person_id"), "identifier", ["person_id"], unique=False)
    op.create_index(
        "uq_identifier_in_use",
        "identifier",
        ["kind", "value"],
        unique=True,
        postgresql_where=sa.text("until IS NULL"),
        sqlite_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "login",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("offices", sa.JSON(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_login_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_login_fs_uniquifier")),
        sa.UniqueConstraint("username", name=op.f("uq_login_username")),
    )
    op.create_index(op.f("ix_login_person_id"), "login", ["person_id"], unique=False)
    op.create_table(
        "registration",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("given_name", sa.String(length=80), nullable=True),
        sa.Column("first_surname", sa.String(length=80), nullable=True),
        sa.Column("second_surname", sa.String(length=80), nullable=True),
        sa.Column("curp", sa.String(length=18), nullable=True),
        sa.Column("rfc", sa.String(length=13), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("street", sa.String(length=200), nullable=True),
        sa.Column("neighbourhood", sa.String(length=120), nullable=True),
        sa.Column("postal_code", sa.String(length=5), nullable=True),
        sa.Column("municipality", sa.String(length=5), nullable=True),
        sa.Column("findings", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'in_review', 'correction_requested', 'registered', 'refused', 'withdrawn', 'closed')",
            name=op.f("ck_registration_state"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_registration_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
    )
    op.create_index(op.f("ix_registration_person_id"), "registration", ["person_id"], unique=False)
    op.create_index(op.f("ix_registration_state"), "registration", ["state"], unique=False)
    op.create_index(
        "uq_registration_open",
        "registration",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("state NOT IN ('refused', 'withdrawn', 'closed')"),
        sqlite_where=sa.text("state NOT IN ('refused', 'withdrawn', 'closed')"),
    )
    op.create_table(
        "cover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("days", sa.String(length=100), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("computed_at", Moment(), nullable=False),
        sa.CheckConstraint("answer IN ('yes', 'days', 'no', 'depends')", name=op.f("ck_cover_answer")),
        sa.ForeignKeyConstraint(["worker_id"], ["domestic_worker.id"], name=op.f("fk_cover_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover")),
        sa.UniqueConstraint("worker_id", "month", name=op.f("uq_cover_worker_id_month")),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("neighbourhood", sa.String(length=120), nullable=True),
        sa.Column("postal_code", sa.String(length=5), nullable=False),
        sa.Column("municipality", sa.String(length=5), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_place_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
    )
    op.create_index(op.f("ix_place_household_id"), "place", ["household_id"], unique=False)
    op.create_table(
        "affiliation",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("worker_given_name", sa.String(length=80), nullable=True),
        sa.Column("worker_first_surname", sa.String(length=80), nullable=True),
        sa.Column("worker_second_surname", sa.String(length=80), nullable=True),
        sa.Column("worker_curp", sa.String(length=18), nullable=True),
        sa.Column("worker_nss", sa.String(length=11), nullable=True),
        sa.Column("worker_email", sa.String(length=254), nullable=True),
        sa.Column("worker_phone", sa.String(length=20), nullable=True),
        sa.Column("street", sa.String(length=200), nullable=True),
        sa.Column("neighbourhood", sa.String(length=120), nullable=True),
        sa.Column("postal_code", sa.String(length=5), nullable=True),
        sa.Column("municipality", sa.String(length=5), nullable=True),
        sa.Column("pay_amount", Cents(), nullable=True),
        sa.Column("pay_each", sa.String(length=10), nullable=True),
        sa.Column("weekdays", sa.String(length=7), nullable=True),
        sa.Column("hours_per_day", Cents(), nullable=True),
        sa.Column("in_kind", sa.String(length=10), nullable=True),
        sa.Column("mode", sa.String(length=10), nullable=True),
        sa.Column("periodicity", sa.Integer(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("began_on", sa.Date(), nullable=True),
        sa.Column("enrolled_from", sa.Date(), nullable=True),
        sa.Column("next_month", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=30), nullable=True),
        sa.Column("wage_owed", Cents(), nullable=True),
        sa.Column("findings", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.CheckConstraint("state <> 'ended' OR ended_on IS NOT NULL", name=op.f("ck_affiliation_ended_has_a_day")),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'in_review', 'correction_requested', 'enrolled', 'ended', 'discarded', 'refused', 'withdrawn', 'voided')",
            name=op.f("ck_affiliation_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('enrolled', 'ended') OR worker_id IS NOT NULL",
            name=op.f("ck_affiliation_enrolled_is_identified"),
        ),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= began_on", name=op.f("ck_affiliation_days_in_order")),
        sa.CheckConstraint("pay_amount IS NULL OR pay_amount > 0", name=op.f("ck_affiliation_pay_is_positive")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_affiliation_household_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_affiliation_place_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["domestic_worker.id"], name=op.f("fk_affiliation_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliation")),
    )
    op.create_index(op.f("ix_affiliation_household_id"), "affiliation", ["household_id"], unique=False)
    op.create_index(op.f("ix_affiliation_state"), "affiliation", ["state"], unique=False)
    op.create_index(op.f("ix_affiliation_worker_id"), "affiliation", ["worker_id"], unique=False)
    op.create_index(
        "uq_affiliation_open",
        "affiliation",
        ["worker_id", "household_id", "place_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('submitted', 'in_review', 'correction_requested', 'enrolled')"),
        sqlite_where=sa.text("state IN ('submitted', 'in_review', 'correction_requested', 'enrolled')"),
    )
    op.create_table(
        "agreed_terms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("affiliation_id", sa.Uuid(), nullable=False),
        sa.Column("from_month", sa.Date(), nullable=False),
        sa.Column("change_from", sa.Date(), nullable=False),
        sa.Column("pay_amount", Cents(), nullable=False),
        sa.Column("pay_each", sa.String(length=10), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("hours_per_day", Cents(), nullable=True),
        sa.Column("in_kind", sa.String(length=10), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("periodicity", sa.Integer(), nullable=False),
        sa.Column("reported_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["affiliation_id"], ["affiliation.id"], name=op.f("fk_agreed_terms_affiliation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreed_terms")),
    )
    op.create_index(
        "ix_agreed_terms_affiliation_id", "agreed_terms", ["affiliation_id", "from_month", "reported_at"], unique=False
    )
    op.create_table(
        "confirmation",
        sa.Column("affiliation_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'unconfirmed', 'confirmed', 'disputed', 'settled')",
            name=op.f("ck_confirmation_state"),
        ),
        sa.ForeignKeyConstraint(["affiliation_id"], ["affiliation.id"], name=op.f("fk_confirmation_affiliation_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["domestic_worker.id"], name=op.f("fk_confirmation_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
        sa.UniqueConstraint("affiliation_id", name=op.f("uq_confirmation_affiliation_id")),
    )
    op.create_index(op.f("ix_confirmation_state"), "confirmation", ["state"], unique=False)
    op.create_index(op.f("ix_confirmation_worker_id"), "confirmation", ["worker_id"], unique=False)
    op.create_table(
        "contribution_period",
        sa.Column("affiliation_id", sa.Uuid(), nullable=False),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=10), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("days", sa.Text(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("amount", Cents(), nullable=True),
        sa.Column("infonavit", Cents(), nullable=True),
        sa.Column("line", sa.String(length=40), nullable=True),
        sa.Column("issues", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("due_day", sa.Date(), nullable=True),
        sa.Column("paid_amount", Cents(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.CheckConstraint("basis = 'prepaid' OR months = 1", name=op.f("ck_contribution_period_post_paid_is_monthly")),
        sa.CheckConstraint("basis IN ('post_paid', 'prepaid')", name=op.f("ck_contribution_period_basis")),
        sa.CheckConstraint("mode IN ('full_month', 'per_day')", name=op.f("ck_contribution_period_mode")),
        sa.CheckConstraint(
            "state <> 'paid' OR paid_on IS NOT NULL", name=op.f("ck_contribution_period_paid_has_a_day")
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'issued', 'part_paid', 'overdue', 'paid', 'expired', 'cancelled')",
            name=op.f("ck_contribution_period_state"),
        ),
        sa.CheckConstraint("months BETWEEN 1 AND 12", name=op.f("ck_contribution_period_months")),
        sa.ForeignKeyConstraint(
            ["affiliation_id"], ["affiliation.id"], name=op.f("fk_contribution_period_affiliation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_period")),
    )
    op.create_index(
        op.f("ix_contribution_period_affiliation_id"), "contribution_period", ["affiliation_id"], unique=False
    )
    op.create_index(op.f("ix_contribution_period_state"), "contribution_period", ["state"], unique=False)
    op.create_index("ix_contribution_period_state_due", "contribution_period", ["state", "due_day"], unique=False)
    op.create_index(
        "uq_contribution_period_open",
        "contribution_period",
        ["affiliation_id", "first_month"],
        unique=True,
        postgresql_where=sa.text("state NOT IN ('cancelled', 'expired')"),
        sqlite_where=sa.text("state NOT IN ('cancelled', 'expired')"),
    )
    op.create_table(
        "reported_days",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("affiliation_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("days", sa.String(length=100), nullable=False),
        sa.Column("reported_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["affiliation_id"], ["affiliation.id"], name=op.f("fk_reported_days_affiliation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_days")),
        sa.UniqueConstraint("affiliation_id", "month", name=op.f("uq_reported_days_affiliation_id_month")),
    )
    op.create_table(
        "issued_line",
        sa.Column("line", sa.String(length=40), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("amount", Cents(), nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("replaced_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["period_id"], ["contribution_period.id"], name=op.f("fk_issued_line_period_id")),
        sa.PrimaryKeyConstraint("line", name=op.f("pk_issued_line")),
    )
    op.create_index(op.f("ix_issued_line_period_id"), "issued_line", ["period_id"], unique=False)
    op.create_table(
        "payment_row",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("line", sa.String(length=80), nullable=True),
        sa.Column("amount", Cents(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=80), nullable=True),
        sa.Column("fate", sa.String(length=20), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["payment_file.id"], name=op.f("fk_payment_row_file_id")),
        sa.ForeignKeyConstraint(["period_id"], ["contribution_period.id"], name=op.f("fk_payment_row_period_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_row")),
        sa.UniqueConstraint("file_id", "number", name=op.f("uq_payment_row_file_id_number")),
    )
    op.create_index("ix_payment_row_fate", "payment_row", ["fate", "id"], unique=False)
    op.create_index(op.f("ix_payment_row_line"), "payment_row", ["line"], unique=False)
    op.create_index(op.f("ix_payment_row_period_id"), "payment_row", ["period_id"], unique=False)
    op.create_table(
        "payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("amount", Cents(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_amount_is_positive")),
        sa.ForeignKeyConstraint(["period_id"], ["contribution_period.id"], name=op.f("fk_payment_period_id")),
        sa.ForeignKeyConstraint(["row_id"], ["payment_row.id"], name=op.f("fk_payment_row_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
    )
    op.create_index(op.f("ix_payment_period_id"), "payment", ["period_id"], unique=False)


def downgrade() -> None:
    """Undo: The first schema."""
    op.drop_index(op.f("ix_payment_period_id"), table_name="payment")
    op.drop_table("payment")
    op.drop_index(op.f("ix_payment_row_period_id"), table_name="payment_row")
    op.drop_index(op.f("ix_payment_row_line"), table_name="payment_row")
    op.drop_index("ix_payment_row_fate", table_name="payment_row")
    op.drop_table("payment_row")
    op.drop_index(op.f("ix_issued_line_period_id"), table_name="issued_line")
    op.drop_table("issued_line")
    op.drop_table("reported_days")
    op.drop_index(
        "uq_contribution_period_open",
        table_name="contribution_period",
        postgresql_where=sa.text("state NOT IN ('cancelled', 'expired')"),
        sqlite_where=sa.text("state NOT IN ('cancelled', 'expired')"),
    )
    op.drop_index("ix_contribution_period_state_due", table_name="contribution_period")
    op.drop_index(op.f("ix_contribution_period_state"), table_name="contribution_period")
    op.drop_index(op.f("ix_contribution_period_affiliation_id"), table_name="contribution_period")
    op.drop_table("contribution_period")
    op.drop_index(op.f("ix_confirmation_worker_id"), table_name="confirmation")
    op.drop_index(op.f("ix_confirmation_state"), table_name="confirmation")
    op.drop_table("confirmation")
    op.drop_index("ix_agreed_terms_affiliation_id", table_name="agreed_terms")
    op.drop_table("agreed_terms")
    op.drop_index(
        "uq_affiliation_open",
        table_name="affiliation",
        postgresql_where=sa.text("state IN ('submitted', 'in_review', 'correction_requested', 'enrolled')"),
        sqlite_where=sa.text("state IN ('submitted', 'in_review', 'correction_requested', 'enrolled')"),
    )
    op.drop_index(op.f("ix_affiliation_worker_id"), table_name="affiliation")
    op.drop_index(op.f("ix_affiliation_state"), table_name="affiliation")
    op.drop_index(op.f("ix_affiliation_household_id"), table_name="affiliation")
    op.drop_table("affiliation")
    op.drop_index(op.f("ix_place_household_id"), table_name="place")
    op.drop_table("place")
    op.drop_table("cover")
    op.drop_index(
        "uq_registration_open",
        table_name="registration",
        postgresql_where=sa.text("state NOT IN ('refused', 'withdrawn', 'closed')"),
        sqlite_where=sa.text("state NOT IN ('refused', 'withdrawn', 'closed')"),
    )
    op.drop_index(op.f("ix_registration_state"), table_name="registration")
    op.drop_index(op.f("ix_registration_person_id"), table_name="registration")
    op.drop_table("registration")
    op.drop_index(op.f("ix_login_person_id"), table_name="login")
    op.drop_table("login")
    op.drop_index(
        "uq_identifier_in_use",
        table_name="identifier",
        postgresql_where=sa.text("until IS NULL"),
        sqlite_where=sa.text("until IS NULL"),
    )
    op.drop_index(op.f("ix_identifier_person_id"), table_name="identifier")
    op.drop_table("identifier")
    op.drop_table("household")
    op.drop_table("domestic_worker")
    op.drop_index(op.f("ix_suspension_case_id"), table_name="suspension")
    op.drop_table("suspension")
    op.drop_table("person")
    op.drop_table("payment_file")
    op.drop_table("note")
    op.drop_index(
        "ix_message_waiting",
        table_name="message",
        postgresql_where=sa.text("status = 'waiting'"),
        sqlite_where=sa.text("status = 'waiting'"),
    )
    op.drop_index("ix_message_person_id", table_name="message")
    op.drop_table("message")
    op.drop_table("job_run")
    op.drop_table("idempotency")
    op.drop_index("ix_event_recorded_at", table_name="event")
    op.drop_table("event")
    op.drop_table("document")
    op.drop_index(
        "ix_deadline_remind",
        table_name="deadline",
        postgresql_where=sa.text("status = 'running' AND remind_at IS NOT NULL"),
        sqlite_where=sa.text("status = 'running' AND remind_at IS NOT NULL"),
    )
    op.drop_index(
        "ix_deadline_due",
        table_name="deadline",
        postgresql_where=sa.text("status = 'running'"),
        sqlite_where=sa.text("status = 'running'"),
    )
    op.drop_index("ix_deadline_case_id", table_name="deadline")
    op.drop_table("deadline")
    op.drop_table("clock")
    op.drop_index(op.f("ix_access_log_subject_id"), table_name="access_log")
    op.drop_table("access_log")
