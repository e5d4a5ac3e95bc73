"""Registering as a persona empleadora: three short pages and a check of the answers, left and resumed at will."""

from functools import partial
from typing import Any

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from enrolment import service
from enrolment.household.homes import ADDRESS
from enrolment.household.registration import REGISTRATION
from enrolment.models import Registration
from enrolment.people.identifiers import check_curp, check_rfc
from web.casework.own_cases import my_registration
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.language import t
from web.edge.transactions import reading, run
from web.forms import drafts
from web.forms.answers import registration_answers, registration_doubts
from web.forms.drafts import CHECK, DeclareForm, Journey, StepForm, sent_key
from web.forms.fields import IdentifierInput, Optional, Required
from web.forms.person_fields import AddressFields, Checking, email, first_surname, given_name, phone, second_surname
from workflow.errors import Refused
from workflow.people import Person

blueprint = Blueprint("registration", __name__, url_prefix="/home/registration")


class YouForm(StepForm):
    """Who registers."""

    facts = ("given_name", "first_surname", "second_surname", "curp", "rfc")
    given_name = given_name()
    first_surname = first_surname()
    second_surname = second_surname()
    curp = IdentifierInput(
        "person.curp",
        [Required("person.curp_missing"), Checking(lambda text: check_curp(text, today()))],
        description="person.curp.hint",
    )
    rfc = IdentifierInput("person.rfc", [Optional(), Checking(check_rfc)], description="person.rfc.hint")


class HomeForm(AddressFields, StepForm):
    """Where the household lives."""

    facts = ADDRESS

    @classmethod
    def shown(cls, case: Any) -> Any:
        """The municipality by name where the postal code is not enough."""
        return cls.place_shown(case)

    def as_facts(self) -> dict[str, Any]:
        """The address with the key of its municipality."""
        return {**super().as_facts(), "municipality": self.chosen_place}


class ContactForm(StepForm):
    """How the household is told."""

    facts = ("email", "phone")
    email = email("registration.email.hint")
    phone = phone("registration.phone.hint")


JOURNEY = Journey(
    words="household.register",
    steps={"you": YouForm, "home": HomeForm, "contact": ContactForm},
    address=lambda step: url_for("registration.show", step=step),
)


@blueprint.get("/<step>")
def show(step: str) -> ResponseReturnValue:
    """A page of the registration as it stands."""
    case = _draft()
    if step == CHECK:
        return _check(case or abort(404), DeclareForm(formdata=None))
    form = _form(step).filled(case if case else reading().get(Person, actor().person_id))
    return drafts.step_page(JOURNEY, step, form, case)


@blueprint.post("/<step>")
def save(step: str) -> ResponseReturnValue:
    """Keep a page, or send the whole."""
    case = _draft()
    if step == CHECK:
        return _submit(case or abort(404))
    _form(step)
    return drafts.take_step(JOURNEY, step, case, lambda form: _kept(case, step, form))


def _form(step: str) -> type[StepForm]:
    return JOURNEY.steps.get(step) or abort(404)


def _kept(case: Registration | None, step: str, form: StepForm) -> str:
    if case is None:
        who, at, key, facts = actor(), now(), sent_key(), form.as_facts()
        run(lambda session: service.begin_registration(session, who, at, facts, key=key))
    else:
        drafts.keep(case, form)
    return JOURNEY.address(JOURNEY.after(step))


def _draft() -> Registration | None:
    """The registration that can still be changed; one that is sent is looked at on the household's own page."""
    case = my_registration()
    if case is None or REGISTRATION.by_state[case.state].final:
        return None
    if "editable" not in REGISTRATION.by_state[case.state].tags:
        abort(redirect(url_for("household.show")))
    return case


def _check(
    case: Registration, form: DeclareForm, status: int = 200, refusal: Refused | None = None
) -> ResponseReturnValue:
    rows, doubts = registration_answers(case, JOURNEY), registration_doubts(case, today())
    return drafts.check_page(JOURNEY, case, rows, doubts, form, status, refusal)


def _submit(case: Registration) -> ResponseReturnValue:
    return drafts.send(
        case,
        partial(_check, case),
        said=lambda state: t("household.sent." + state),
        leads_to=url_for("household.show"),
    )
