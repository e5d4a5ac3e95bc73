"""The table of enrolments that a worker starts herself: whom she names, what she says of her work, what she wishes."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.people import Person
from workflow.tables import Base, CaseColumns

_PERSONAL = {"personal": True}
_HAS_CODE = "code_digest IS NOT NULL"


class Invitation(CaseColumns, Base):
    """One employer whom a worker (`person_id`) asks to enrol her, by a code that she hands over or through IMSS.

    `employer_name`, contacts and address stand as she knows them; they are compared with no register. `began_on`, pay
    (pesos) and `weekdays` (digits, 0 is Monday) are her words. `tells` are the parts of them that the employer may
    read, by the codes of `TELLABLE`; `notifies` is her wish that Afilia writes to the employer's address. `employer_id`
    is whoever took up the code, `household_id` theirs once registered, `affiliation_id` the relation it ends in;
    `submitted_on` the day on which her request to IMSS was filed (LSS 18).
    """

    __tablename__ = "invitation"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    employer_name: Mapped[str | None] = mapped_column(String(120), info=_PERSONAL)
    employer_given_name: Mapped[str | None] = mapped_column(String(80), info=_PERSONAL)
    employer_first_surname: Mapped[str | None] = mapped_column(String(80), info=_PERSONAL)
    employer_email: Mapped[str | None] = mapped_column(String(254), info=_PERSONAL)
    employer_phone: Mapped[str | None] = mapped_column(String(20), info=_PERSONAL)
    street: Mapped[str | None] = mapped_column(String(200), info=_PERSONAL)
    neighbourhood: Mapped[str | None] = mapped_column(String(120), info=_PERSONAL)
    postal_code: Mapped[str | None] = mapped_column(String(5), info=_PERSONAL)
    municipality: Mapped[str | None] = mapped_column(String(5))
    began_on: Mapped[date | None]
    weekdays: Mapped[str | None] = mapped_column(String(7))
    hours_per_day: Mapped[Decimal | None]
    pay_amount: Mapped[Decimal | None]
    pay_each: Mapped[str | None] = mapped_column(String(10))
    curp: Mapped[str | None] = mapped_column(String(18), info=_PERSONAL)
    nss: Mapped[str | None] = mapped_column(String(11), info=_PERSONAL)
    tells: Mapped[str | None] = mapped_column(String(40))
    notifies: Mapped[bool] = mapped_column(default=False)
    code_digest: Mapped[str | None] = mapped_column(String(64))
    employer_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("household.id"))
    affiliation_id: Mapped[UUID | None] = mapped_column(ForeignKey("affiliation.id"), index=True)
    submitted_on: Mapped[date | None]

    person: Mapped[Person] = relationship(viewonly=True, foreign_keys=[person_id])

    __table_args__ = (
        CheckConstraint("state <> 'enrolled' OR affiliation_id IS NOT NULL", name="enrolled_has_a_relation"),
        CheckConstraint("pay_amount IS NULL OR pay_amount > 0", name="pay_is_positive"),
        Index(
            "uq_invitation_code",
            "code_digest",
            unique=True,
            postgresql_where=text(_HAS_CODE),
            sqlite_where=text(_HAS_CODE),
        ),
    )
