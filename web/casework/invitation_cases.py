"""How enrolments that workers start speak: whole to her and the office, to a household what she tells."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from enrolment.household.homes import address_words
from enrolment.models import Affiliation
from enrolment.relation.invitation import INVITATION
from enrolment.relation.invitation_models import Invitation
from enrolment.relation.inviting import shown_to_employer
from regime.terms import MODES
from web.casework.action_forms import ActionForm, form_for
from web.casework.case_links import visible_cases
from web.casework.case_search import name_matches, search_for
from web.casework.case_summaries import Description, Section, Summary, describe_cases
from web.casework.enrolment_cases import Fact, facts, masked
from web.casework.timeline import Reader
from web.edge.language import t
from web.forms.agreement_fields import amount_field, each_field, hours_field, weekdays_field
from web.forms.fields import Length, Optional, Radios, Required, TextInput, choices
from web.forms.person_fields import MOST_NAME, MOST_NEIGHBOURHOOD, MOST_STREET
from web.forms.value_fields import DayInput
from workflow.people import Person

NAME = ("given_name", "first_surname", "second_surname")
POSTAL = 5


class _Brought(ActionForm):
    """Nothing to fill in beside the words: whoever took the code up is known."""

    def as_data(self) -> Mapping[str, Any]:
        return {}


for _action in ("decline", "answer", "agree"):
    form_for(INVITATION.name, _action)(_Brought)


@form_for(INVITATION.name, "grant")
class GrantForm(ActionForm):
    """What was established: the employer where nobody has answered, the home, and the terms of the work."""

    page_order = (
        "employer_given_name", "employer_first_surname", "street", "neighbourhood", "postal_code", "decided_began",
        "decided_days", "decided_hours", "decided_each", "decided_amount", "decided_mode", "comment",
    )  # fmt: skip
    employer_given_name = TextInput(
        "requests.employer_given_name", [Optional(), Length("form.too_long", most=MOST_NAME)]
    )
    employer_first_surname = TextInput(
        "requests.employer_first_surname", [Optional(), Length("form.too_long", most=MOST_NAME)]
    )
    street = TextInput(
        "address.street", [Required("address.street_missing"), Length("form.too_long", most=MOST_STREET)]
    )
    neighbourhood = TextInput("address.neighbourhood", [Optional(), Length("form.too_long", most=MOST_NEIGHBOURHOOD)])
    postal_code = TextInput(
        "address.postal_code",
        [Required("address.postal_code_missing"), Length("form.too_long", most=POSTAL)],
        size="in-5",
        inputmode="numeric",
    )
    decided_began = DayInput("start.began_on", [Required("start.began_on_missing")])
    decided_days = weekdays_field()
    decided_hours = hours_field()
    decided_each = each_field()
    decided_amount = amount_field()
    decided_mode = Radios("wizard.mode", [Required("wizard.mode_missing")], choices=choices("simulator.mode", MODES))

    def __init__(self, *args: Any, obj: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, data=_said(obj), **kwargs)

    def as_data(self) -> Mapping[str, Any]:
        """The columns and the terms, the days as digits in their order."""
        given = {name: value or None for name, value in super().as_data().items()}
        return {**given, "decided_days": "".join(sorted(self.decided_days.data or ()))}


def _said(case: Any) -> dict[str, Any]:
    """Her words, for the official to start from."""
    if case is None:
        return {}
    return {
        "decided_began": case.began_on,
        "decided_days": list(case.weekdays or ""),
        "decided_hours": case.hours_per_day,
        "decided_each": case.pay_each,
        "decided_amount": case.pay_amount,
        "decided_mode": "full_month" if case.pay_each == "month" else "per_day",
    }


def invitation_summary(session: Session, case: Any, reader: Reader) -> Summary:
    """To a household what she chose to tell; to her and to the office all that she said."""
    person = session.get_one(Person, case.person_id)
    is_hers = reader.actor.person_id == case.person_id
    if not is_hers and not reader.is_official:
        return _told(person, case)
    employer = facts(
        ("start.employer", case.employer_name),
        ("requests.established", _established(case)),
        ("fact.address", address_words(case)),
        ("fact.email", case.employer_email),
        ("fact.phone", case.employer_phone),
    )
    worker = facts(("fact.name", person.full_name), ("fact.curp", case.curp), ("fact.nss", case.nss))
    relation = session.get(Affiliation, case.affiliation_id) if case.affiliation_id else None
    work = facts(*_work({name: getattr(case, name) for name in ("began_on", "weekdays", "pay_amount", "pay_each")}))
    sections = [Section(t("start.employer_section"), employer), Section(t("start.work_section"), work)]
    if reader.is_official:
        sections.insert(0, Section(t("case.worker"), worker))
    return Summary(
        heading=t("start.of", employer=case.employer_name or t("start.no_name")) if is_hers else person.full_name,
        sections=tuple(section for section in sections if section.rows),
        related=visible_cases(session, reader, [relation]) if relation is not None else (),
        personal=True,
    )


def _told(person: Person, case: Any) -> Summary:
    told = shown_to_employer(case)
    numbers = (("fact.curp", told.get("curp")), ("fact.nss", told.get("nss")))
    rows = facts(("fact.name", person.full_name), *_work(told), *numbers)
    return Summary(heading=person.full_name, sections=(Section(t("taking.she_tells"), rows),), personal=True)


def _work(said: Mapping[str, Any]) -> tuple[Fact, ...]:
    days = ", ".join(t(f"work.weekday.{digit}") for digit in said.get("weekdays") or "")
    pay = None
    if said.get("pay_amount") and said.get("pay_each"):
        pay = t("fact.pay_each", amount=said["pay_amount"], each=t(f"work.each.{said['pay_each']}"))
    return ("fact.began_on", said.get("began_on")), ("fact.weekdays", days or None), ("fact.pay", pay)


def _established(case: Any) -> str | None:
    return " ".join(filter(None, (case.employer_given_name, case.employer_first_surname))) or None


def invitation_named(session: Session, case: Any) -> str:
    """The worker, masked."""
    person = session.get_one(Person, case.person_id)
    return masked(person.given_name, person.first_surname, person.second_surname)


def invitations(text: str) -> ColumnElement[bool]:
    """By her name or by what she calls her employer, once she has filed a request."""
    people = select(Person.id).where(name_matches(text, *(Person.__table__.columns[part] for part in NAME)))
    named = name_matches(text, Invitation.__table__.columns["employer_name"])
    return Invitation.submitted_on.is_not(None) & or_(Invitation.person_id.in_(people), named)


def describe() -> None:
    """Make the procedure known to the generic pages."""
    describe_cases(INVITATION.name, Description(invitation_named, invitation_summary))
    search_for(INVITATION.name, invitations)
