"""The tables of the main job."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "incoming_mail",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=True),
        sa.Column("about_kind", sa.String(), nullable=True),
        sa.Column("about_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_mail")),
        sa.UniqueConstraint("digest", name=op.f("uq_incoming_mail_digest")),
    )
    op.create_index(
        "ix_incoming_mail_about", "incoming_mail", ["municipality_id", "about_kind", "about_id"], unique=False
    )

    op.create_table(
        "log_entry",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object_kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.BigInteger(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("behalf_person_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("chain", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_entry")),
        sa.UniqueConstraint("municipality_id", "position", name="uq_log_entry_position"),
    )
    op.create_index(
        "ix_log_entry_object", "log_entry", ["municipality_id", "object_kind", "object_id"], unique=False
    )
    op.create_index(
        "ix_log_entry_unsealed",
        "log_entry",
        ["id"],
        unique=False,
        sqlite_where=sa.text("position IS NULL"),
        postgresql_where=sa.text("position IS NULL"),
    )

    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("recipient_key", sa.String(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about_kind", sa.String(), nullable=False),
        sa.Column("about_id", sa.BigInteger(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("dedupe_key", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_by", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("handed_over", sa.Boolean(), nullable=False),
        sa.Column("locked_by", sa.String(), nullable=True),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("body_text", sa.LargeBinary(), nullable=False),
        sa.Column("body_html", sa.LargeBinary(), nullable=False),
        sa.Column("calendar", sa.LargeBinary(), nullable=True),
        sa.Column("method", sa.String(), nullable=True),
        sa.Column("link_id", sa.BigInteger(), nullable=True),
        sa.Column("link_version", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("municipality_id", "dedupe_key", name="uq_message_dedupe_key"),
    )
    op.create_index(
        "ix_message_about", "message", ["municipality_id", "about_kind", "about_id"], unique=False
    )
    op.create_index(
        "ix_message_due",
        "message",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'sending')"),
        postgresql_where=sa.text("state IN ('queued', 'sending')"),
    )
    op.create_index(
        "ix_message_thread",
        "message",
        ["thread", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'sending')"),
        postgresql_where=sa.text("state IN ('queued', 'sending')"),
    )
    op.create_index(
        "ix_message_trouble",
        "message",
        ["municipality_id"],
        unique=False,
        sqlite_where=sa.text("trouble IS NOT NULL"),
        postgresql_where=sa.text("trouble IS NOT NULL"),
    )

    op.create_table(
        "municipality",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("central_phone", sa.String(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("family_chooses", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality")),
        sa.UniqueConstraint("code", name=op.f("uq_municipality_code")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("given_name", sa.LargeBinary(), nullable=False),
        sa.Column("surname", sa.LargeBinary(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("birth_year", sa.BigInteger(), nullable=True),
        sa.Column("age_group", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("interpreter", sa.Boolean(), nullable=False),
        sa.Column("needs", sa.LargeBinary(), nullable=True),
        sa.Column("safe_moment", sa.LargeBinary(), nullable=True),
        sa.Column("shared_phone", sa.Boolean(), nullable=False),
        sa.Column("read_along", sa.Boolean(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index("ix_person_name_key", "person", ["municipality_id", "name_key"], unique=False)

    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index("ix_sign_in_attempt_key", "sign_in_attempt", ["key", "at"], unique=False)

    op.create_table(
        "target",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("conferences", sa.BigInteger(), nullable=False),
        sa.Column("follow_ups_count", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("municipality_id", "year", name="uq_target_year"),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email_key", name=op.f("uq_account_email_key")),
    )
    op.create_index(op.f("ix_account_person_id"), "account", ["person_id"], unique=False)

    op.create_table(
        "appointment",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("owner_kind", sa.String(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("organiser_person_id", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stamped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("block", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organiser_person_id"], ["person.id"], name=op.f("fk_appointment_organiser_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("uid", name=op.f("uq_appointment_uid")),
    )
    op.create_index("ix_appointment_feed", "appointment", ["organiser_person_id", "starts_at"], unique=False)
    op.create_index(
        "ix_appointment_owner", "appointment", ["municipality_id", "owner_kind", "owner_id"], unique=False
    )
    op.create_index(op.f("ix_appointment_starts_at"), "appointment", ["starts_at"], unique=False)

    op.create_table(
        "channel",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=True),
        sa.Column("value_key", sa.String(), nullable=True),
        sa.Column("through_person_id", sa.BigInteger(), nullable=True),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_channel_person_id")),
        sa.ForeignKeyConstraint(
            ["through_person_id"], ["person.id"], name=op.f("fk_channel_through_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
    )
    op.create_index(op.f("ix_channel_person_id"), "channel", ["person_id"], unique=False)
    op.create_index("ix_channel_value_key", "channel", ["municipality_id", "value_key"], unique=False)

    op.create_table(
        "locality",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("pc4", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("former_municipality", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_locality_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locality")),
        sa.UniqueConstraint("municipality_id", "pc4", name="uq_locality_pc4"),
    )
    op.create_table(
        "personal_link",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("about_kind", sa.String(), nullable=False),
        sa.Column("about_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_personal_link_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_link")),
    )
    op.create_index(
        "ix_personal_link_about", "personal_link", ["municipality_id", "about_kind", "about_id"], unique=False
    )
    op.create_index(op.f("ix_personal_link_person_id"), "personal_link", ["person_id"], unique=False)

    op.create_table(
        "team",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_team_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("municipality_id", "name", name="uq_team_name"),
    )
    op.create_table(
        "coordinator",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("pc4", sa.String(), nullable=False),
        sa.Column("locality_id", sa.BigInteger(), nullable=True),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("employer", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("max_per_year", sa.BigInteger(), nullable=False),
        sa.Column("max_at_once", sa.BigInteger(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("trained_on", sa.Date(), nullable=True),
        sa.Column("vog_until", sa.Date(), nullable=True),
        sa.Column("vog_seen_on", sa.Date(), nullable=True),
        sa.Column("secrecy_on", sa.Date(), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["locality_id"], ["locality.id"], name=op.f("fk_coordinator_locality_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_coordinator_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordinator")),
        sa.UniqueConstraint("municipality_id", "person_id", name="uq_coordinator_person"),
    )
    op.create_index(op.f("ix_coordinator_person_id"), "coordinator", ["person_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("appointment_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("link_id", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("address_key", sa.String(), nullable=True),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_invitation_appointment_id")
        ),
        sa.ForeignKeyConstraint(["link_id"], ["personal_link.id"], name=op.f("fk_invitation_link_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("municipality_id", "appointment_id", "person_id", name="uq_invitation_person"),
    )
    op.create_index(op.f("ix_invitation_appointment_id"), "invitation", ["appointment_id"], unique=False)
    op.create_index(op.f("ix_invitation_person_id"), "invitation", ["person_id"], unique=False)

    op.create_table(
        "referral",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=False),
        sa.Column("referrer_account_id", sa.BigInteger(), nullable=False),
        sa.Column("started_by_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_from", sa.String(), nullable=True),
        sa.Column("revisit_on", sa.Date(), nullable=True),
        sa.Column("variant", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("previous_id", sa.BigInteger(), nullable=True),
        sa.Column("locality_id", sa.BigInteger(), nullable=True),
        sa.Column("no_fixed_address", sa.Boolean(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("household", sa.String(), nullable=True),
        sa.Column("children", sa.BigInteger(), nullable=True),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("network_size", sa.String(), nullable=True),
        sa.Column("extra_explanation", sa.Boolean(), nullable=False),
        sa.Column("goal", sa.LargeBinary(), nullable=True),
        sa.Column("going_on", sa.LargeBinary(), nullable=True),
        sa.Column("already", sa.LargeBinary(), nullable=True),
        sa.Column("own_words", sa.LargeBinary(), nullable=True),
        sa.Column("life_areas", sa.LargeBinary(), nullable=False),
        sa.Column("themes", sa.LargeBinary(), nullable=False),
        sa.Column("share_coordinator", sa.Boolean(), nullable=False),
        sa.Column("share_bureau", sa.Boolean(), nullable=False),
        sa.Column("wishes", sa.LargeBinary(), nullable=True),
        sa.Column("own_village", sa.String(), nullable=False),
        sa.Column("avoid", sa.LargeBinary(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("organisations", sa.Text(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("ave_status", sa.String(), nullable=False),
        sa.Column("frame", sa.String(), nullable=False),
        sa.Column("professionals_now", sa.BigInteger(), nullable=True),
        sa.Column("help_now", sa.LargeBinary(), nullable=True),
        sa.Column("earlier_help", sa.String(), nullable=False),
        sa.Column("lead_now", sa.LargeBinary(), nullable=True),
        sa.Column("lead_checked_on", sa.Date(), nullable=True),
        sa.Column("conditions", sa.String(), nullable=False),
        sa.Column("responsible_person_id", sa.BigInteger(), nullable=True),
        sa.Column("backstop_person_id", sa.BigInteger(), nullable=True),
        sa.Column("choice_waived", sa.String(), nullable=True),
        sa.Column("draft", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["backstop_person_id"], ["person.id"], name=op.f("fk_referral_backstop_person_id")
        ),
        sa.ForeignKeyConstraint(["locality_id"], ["locality.id"], name=op.f("fk_referral_locality_id")),
        sa.ForeignKeyConstraint(["previous_id"], ["referral.id"], name=op.f("fk_referral_previous_id")),
        sa.ForeignKeyConstraint(
            ["referrer_account_id"], ["account.id"], name=op.f("fk_referral_referrer_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["responsible_person_id"], ["person.id"], name=op.f("fk_referral_responsible_person_id")
        ),
        sa.ForeignKeyConstraint(["started_by_id"], ["account.id"], name=op.f("fk_referral_started_by_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_referral_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index("ix_referral_state", "referral", ["municipality_id", "state"], unique=False)
    op.create_index(
        "ix_referral_team_state", "referral", ["municipality_id", "team_id", "state"], unique=False
    )

    op.create_table(
        "role",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_role_account_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_role_municipality_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_role_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("municipality_id", "account_id", "role", "team_id", name="uq_role_once"),
    )
    op.create_index(op.f("ix_role_account_id"), "role", ["account_id"], unique=False)

    op.create_table(
        "team_locality",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=False),
        sa.Column("locality_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["locality_id"], ["locality.id"], name=op.f("fk_team_locality_locality_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_locality_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_locality")),
        sa.UniqueConstraint("municipality_id", "locality_id", name="uq_team_locality_place"),
    )
    op.create_table(
        "venue",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("locality_id", sa.BigInteger(), nullable=True),
        sa.Column("seats", sa.BigInteger(), nullable=False),
        sa.Column("step_free", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["locality_id"], ["locality.id"], name=op.f("fk_venue_locality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue")),
    )
    op.create_index(op.f("ix_venue_municipality_id"), "venue", ["municipality_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("invitation_id", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stamp", sa.DateTime(timezone=True), nullable=True),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_answer_invitation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
    )
    op.create_index(op.f("ix_answer_invitation_id"), "answer", ["invitation_id"], unique=False)

    op.create_table(
        "assent",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("as_parent", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assent_person_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_assent_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assent")),
        sa.UniqueConstraint("municipality_id", "referral_id", "person_id", name="uq_assent_person"),
    )
    op.create_index(op.f("ix_assent_referral_id"), "assent", ["referral_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("coordinator_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_contact_by", sa.Date(), nullable=False),
        sa.Column("first_contact_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["coordinator.id"], name=op.f("fk_assignment_coordinator_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_assignment_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index(
        "ix_assignment_coordinator",
        "assignment",
        ["coordinator_id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(op.f("ix_assignment_coordinator_id"), "assignment", ["coordinator_id"], unique=False)
    op.create_index(op.f("ix_assignment_person_id"), "assignment", ["person_id"], unique=False)
    op.create_index(op.f("ix_assignment_referral_id"), "assignment", ["referral_id"], unique=False)
    op.create_index(
        "uq_assignment_lead",
        "assignment",
        ["municipality_id", "referral_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'lead' AND ended_at IS NULL"),
        postgresql_where=sa.text("kind = 'lead' AND ended_at IS NULL"),
    )

    op.create_table(
        "circle_member",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("spoken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_circle_member_person_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_circle_member_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle_member")),
        sa.UniqueConstraint("municipality_id", "referral_id", "person_id", name="uq_circle_member_person"),
    )
    op.create_index(op.f("ix_circle_member_referral_id"), "circle_member", ["referral_id"], unique=False)

    op.create_table(
        "conference",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("coordinator_person_id", sa.BigInteger(), nullable=False),
        sa.Column("venue_id", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.LargeBinary(), nullable=True),
        sa.Column("place_in_invitation", sa.Boolean(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("information_minutes", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("cancel_reason", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator_person_id"], ["person.id"], name=op.f("fk_conference_coordinator_person_id")
        ),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_conference_referral_id")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_conference_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference")),
    )
    op.create_index(
        op.f("ix_conference_coordinator_person_id"), "conference", ["coordinator_person_id"], unique=False
    )
    op.create_index(
        "ix_conference_held", "conference", ["municipality_id", "starts_at", "state"], unique=False
    )
    op.create_index(op.f("ix_conference_referral_id"), "conference", ["referral_id"], unique=False)
    op.create_index(
        "uq_conference_planned",
        "conference",
        ["municipality_id", "referral_id"],
        unique=True,
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )

    op.create_table(
        "focus_person",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("open_key", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_focus_person_person_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_focus_person_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focus_person")),
        sa.UniqueConstraint("municipality_id", "open_key", name="uq_focus_person_open"),
    )
    op.create_index(op.f("ix_focus_person_referral_id"), "focus_person", ["referral_id"], unique=False)

    op.create_table(
        "offer_round",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("week_from", sa.Date(), nullable=False),
        sa.Column("week_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_offer_round_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_round")),
    )
    op.create_index(op.f("ix_offer_round_referral_id"), "offer_round", ["referral_id"], unique=False)

    op.create_table(
        "step",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("move", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=False),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("behalf_person_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_step_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
    )
    op.create_index(op.f("ix_step_referral_id"), "step", ["referral_id"], unique=False)

    op.create_table(
        "offer",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("coordinator_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["coordinator_id"], ["coordinator.id"], name=op.f("fk_offer_coordinator_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_offer_person_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_offer_referral_id")),
        sa.ForeignKeyConstraint(["round_id"], ["offer_round.id"], name=op.f("fk_offer_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("municipality_id", "referral_id", "coordinator_id", name="uq_offer_once"),
    )
    op.create_index(op.f("ix_offer_coordinator_id"), "offer", ["coordinator_id"], unique=False)
    op.create_index(
        "ix_offer_open",
        "offer",
        ["coordinator_id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(op.f("ix_offer_person_id"), "offer", ["person_id"], unique=False)
    op.create_index(op.f("ix_offer_referral_id"), "offer", ["referral_id"], unique=False)

    op.create_table(
        "outcome",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("conference_id", sa.BigInteger(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("own_time", sa.String(), nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=True),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("plan_kind", sa.String(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["conference_id"], ["conference.id"], name=op.f("fk_outcome_conference_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_outcome_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
        sa.UniqueConstraint("municipality_id", "conference_id", name="uq_outcome_conference"),
    )
    op.create_index("ix_outcome_day", "outcome", ["municipality_id", "happened_on"], unique=False)
    op.create_index(op.f("ix_outcome_referral_id"), "outcome", ["referral_id"], unique=False)

    op.create_table(
        "session",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("conference_id", sa.BigInteger(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appointment_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_session_appointment_id")
        ),
        sa.ForeignKeyConstraint(["conference_id"], ["conference.id"], name=op.f("fk_session_conference_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_conference_id"), "session", ["conference_id"], unique=False)

    op.create_table(
        "taken",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("what_id", sa.BigInteger(), nullable=False),
        sa.Column("quarter", sa.BigInteger(), nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("conference_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["conference_id"], ["conference.id"], name=op.f("fk_taken_conference_id")),
        sa.PrimaryKeyConstraint("kind", "what_id", "quarter", name=op.f("pk_taken")),
    )
    op.create_index(op.f("ix_taken_conference_id"), "taken", ["conference_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_taken_conference_id"), table_name="taken")

    op.drop_table("taken")
    op.drop_index(op.f("ix_session_conference_id"), table_name="session")

    op.drop_table("session")
    op.drop_index(op.f("ix_outcome_referral_id"), table_name="outcome")
    op.drop_index("ix_outcome_day", table_name="outcome")

    op.drop_table("outcome")
    op.drop_index(op.f("ix_offer_referral_id"), table_name="offer")
    op.drop_index(op.f("ix_offer_person_id"), table_name="offer")
    op.drop_index(
        "ix_offer_open",
        table_name="offer",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index(op.f("ix_offer_coordinator_id"), table_name="offer")

    op.drop_table("offer")
    op.drop_index(op.f("ix_step_referral_id"), table_name="step")

    op.drop_table("step")
    op.drop_index(op.f("ix_offer_round_referral_id"), table_name="offer_round")

    op.drop_table("offer_round")
    op.drop_index(op.f("ix_focus_person_referral_id"), table_name="focus_person")

    op.drop_table("focus_person")
    op.drop_index(
        "uq_conference_planned",
        table_name="conference",
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )
    op.drop_index(op.f("ix_conference_referral_id"), table_name="conference")
    op.drop_index("ix_conference_held", table_name="conference")
    op.drop_index(op.f("ix_conference_coordinator_person_id"), table_name="conference")

    op.drop_table("conference")
    op.drop_index(op.f("ix_circle_member_referral_id"), table_name="circle_member")

    op.drop_table("circle_member")
    op.drop_index(
        "uq_assignment_lead",
        table_name="assignment",
        sqlite_where=sa.text("kind = 'lead' AND ended_at IS NULL"),
        postgresql_where=sa.text("kind = 'lead' AND ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_assignment_referral_id"), table_name="assignment")
    op.drop_index(op.f("ix_assignment_person_id"), table_name="assignment")
    op.drop_index(op.f("ix_assignment_coordinator_id"), table_name="assignment")
    op.drop_index(
        "ix_assignment_coordinator",
        table_name="assignment",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.drop_table("assignment")
    op.drop_index(op.f("ix_assent_referral_id"), table_name="assent")

    op.drop_table("assent")
    op.drop_index(op.f("ix_answer_invitation_id"), table_name="answer")

    op.drop_table("answer")
    op.drop_index(op.f("ix_venue_municipality_id"), table_name="venue")

    op.drop_table("venue")
    op.drop_table("team_locality")
    op.drop_index(op.f("ix_role_account_id"), table_name="role")

    op.drop_table("role")
    op.drop_index("ix_referral_team_state", table_name="referral")
    op.drop_index("ix_referral_state", table_name="referral")

    op.drop_table("referral")
    op.drop_index(op.f("ix_invitation_person_id"), table_name="invitation")
    op.drop_index(op.f("ix_invitation_appointment_id"), table_name="invitation")

    op.drop_table("invitation")
    op.drop_index(op.f("ix_coordinator_person_id"), table_name="coordinator")

    op.drop_table("coordinator")
    op.drop_table("team")
    op.drop_index(op.f("ix_personal_link_person_id"), table_name="personal_link")
    op.drop_index("ix_personal_link_about", table_name="personal_link")

    op.drop_table("personal_link")
    op.drop_table("locality")
    op.drop_index("ix_channel_value_key", table_name="channel")
    op.drop_index(op.f("ix_channel_person_id"), table_name="channel")

    op.drop_table("channel")
    op.drop_index(op.f("ix_appointment_starts_at"), table_name="appointment")
    op.drop_index("ix_appointment_owner", table_name="appointment")
    op.drop_index("ix_appointment_feed", table_name="appointment")

    op.drop_table("appointment")
    op.drop_index(op.f("ix_account_person_id"), table_name="account")

    op.drop_table("account")
    op.drop_table("target")
    op.drop_index("ix_sign_in_attempt_key", table_name="sign_in_attempt")

    op.drop_table("sign_in_attempt")
    op.drop_index("ix_person_name_key", table_name="person")

    op.drop_table("person")
    op.drop_table("municipality")
    op.drop_index(
        "ix_message_trouble",
        table_name="message",
        sqlite_where=sa.text("trouble IS NOT NULL"),
        postgresql_where=sa.text("trouble IS NOT NULL"),
    )
    op.drop_index(
        "ix_message_thread",
        table_name="message",
        sqlite_where=sa.text("state IN ('queued', 'sending')"),
        postgresql_where=sa.text("state IN ('queued', 'sending')"),
    )
    op.drop_index(
        "ix_message_due",
        table_name="message",
        sqlite_where=sa.text("state IN ('queued', 'sending')"),
        postgresql_where=sa.text("state IN ('queued', 'sending')"),
    )
    op.drop_index("ix_message_about", table_name="message")

    op.drop_table("message")
    op.drop_index(
        "ix_log_entry_unsealed",
        table_name="log_entry",
        sqlite_where=sa.text("position IS NULL"),
        postgresql_where=sa.text("position IS NULL"),
    )
    op.drop_index("ix_log_entry_object", table_name="log_entry")

    op.drop_table("log_entry")
    op.drop_index("ix_incoming_mail_about", table_name="incoming_mail")

    op.drop_table("incoming_mail")
