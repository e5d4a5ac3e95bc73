"""The table of follow-ups of insurance: one worker of one home, until she is insured or nothing is to be insured."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from inspection.models import OfFile
from workflow.tables import Base, CaseColumns

RELATION, CONSTANCIA = "relation", "constancia"
PROOFS = (RELATION, CONSTANCIA)
# What the institute needs to know of the work when she asks for it herself, beside since when (LSS 18).
WORK = ("weekdays", "hours_per_day", "pay_amount", "pay_each")
EXCLUSIONS = ("occasional", "establishment")  # LSS 239-B
_OPEN_ONE = "closed_at IS NULL AND worker_person_id IS NOT NULL"


class InsuranceFollowUp(CaseColumns, OfFile, Base):
    """Whether one worker of the home is insured by this employer, and what is done until she is.

    `worker_name` is what officers call her, `worker_person_id` the person where Afilia knows her; `began_on` the day on
    which the work began. `affiliation_id` is the relation that is followed or proves it, `invitation_id` her own
    request to IMSS (LSS 18). A requirement to the employer is given on `required_on`, for `required_days` business days
    from its service. `accident_on` is the day of an accident while she was not insured (LSS 77).
    """

    __tablename__ = "insurance_follow_up"

    worker_name: Mapped[str | None] = mapped_column(String(240), info={"personal": True})
    worker_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    began_on: Mapped[date | None]
    affiliation_id: Mapped[UUID | None] = mapped_column(ForeignKey("affiliation.id"))
    invitation_id: Mapped[UUID | None] = mapped_column(ForeignKey("invitation.id"))
    proof: Mapped[str | None] = mapped_column(String(20))
    proof_folio: Mapped[str | None] = mapped_column(String(60), info={"personal": True})
    proof_seen_on: Mapped[date | None]
    accident_on: Mapped[date | None]
    required_on: Mapped[date | None]
    required_days: Mapped[int | None]
    served_at: Mapped[datetime | None]
    answered_on: Mapped[date | None]
    answered_late: Mapped[bool | None]
    referral_reference: Mapped[str | None] = mapped_column(String(60), info={"digest": True})
    referred_on: Mapped[date | None]
    imss_reference: Mapped[str | None] = mapped_column(String(60), info={"digest": True})
    imss_acted_on: Mapped[date | None]
    exclusion: Mapped[str | None] = mapped_column(String(20))

    __table_args__ = (
        CheckConstraint("state <> 'affiliated' OR proof IS NOT NULL", name="affiliated_is_proved"),
        CheckConstraint(f"proof IS NULL OR proof IN {PROOFS}", name="proof"),
        CheckConstraint("proof <> 'relation' OR affiliation_id IS NOT NULL", name="relation_is_named"),
        CheckConstraint("state <> 'voluntary' OR exclusion IS NOT NULL", name="voluntary_is_excluded"),
        CheckConstraint(f"exclusion IS NULL OR exclusion IN {EXCLUSIONS}", name="exclusion"),
        Index(
            "uq_insurance_follow_up_open",
            "file_id",
            "worker_person_id",
            unique=True,
            postgresql_where=text(_OPEN_ONE),
            sqlite_where=text(_OPEN_ONE),
        ),
    )
