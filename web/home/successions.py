"""Taking over from another persona empleadora: the request with little, the case as each side reads it."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from enrolment.household.delegates import covers, relations_of
from enrolment.household.household_models import Delegation, Succession
from enrolment.household.succession import SUCCESSION
from enrolment.household.succession_rules import KIN, REASONS
from enrolment.models import Affiliation
from enrolment.people.held_identifiers import owner_of
from enrolment.people.identifiers import check_curp
from enrolment.queries import household_of, worker_name
from web.casework.action_forms import ActionForm, form_for
from web.edge.acting import delegations_to_me
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.language import t
from web.edge.transactions import reading, run
from web.forms.drafts import INVALID, fresh_hidden, sent_key
from web.forms.fields import (
    Checkboxes,
    IdentifierInput,
    Length,
    Optional,
    PageForm,
    Radios,
    Required,
    TextInput,
    choices,
    named_choices,
)
from web.forms.person_fields import Checking
from web.forms.value_fields import DayInput
from workflow.definition import is_tagged
from workflow.engine import Fired, open_case
from workflow.errors import NotReady
from workflow.stored import dumps

blueprint = Blueprint("successions", __name__, url_prefix="/successions")
MOST_NAME, MOST_LINE = 160, 80
OTHER = "other"


class AskForm(PageForm):
    """What a relative knows on the day: whose household, why, since when; papers later."""

    page_order = (
        "employer",
        "named",
        "line",
        "employer_name",
        "employer_curp",
        "worker_name",
        "reason",
        "kin",
        "since",
    )

    employer = Radios("succession.employer", [Required("succession.employer.missing")])
    named = Checkboxes("succession.named", choices=[], description="succession.named.hint")
    line = TextInput(
        "succession.line", [Optional(), Length("form.too_long", most=MOST_LINE)], description="succession.line.hint"
    )
    employer_name = TextInput("succession.employer_name", [Optional(), Length("form.too_long", most=MOST_NAME)])
    employer_curp = IdentifierInput(
        "succession.employer_curp", [Optional(), Checking(lambda text: check_curp(text, today()))]
    )
    worker_name = TextInput("succession.worker_name", [Optional(), Length("form.too_long", most=MOST_NAME)])
    reason = Radios(
        "succession.why", [Required("succession.reason_missing")], choices=choices("succession.reason", REASONS)
    )
    kin = Radios("succession.kin", [Required("succession.reason_missing")], choices=choices("succession.kin", KIN))
    since = DayInput("succession.since", [Required("succession.since_missing")], description="work.day_hint")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helped = {str(row.household_id): row for row in delegations_to_me()}
        known = ((key, row.household.person.full_name) for key, row in self.helped.items())
        self.employer.choices = [*named_choices(known), *choices("succession.employer", [OTHER])]
        relations = [row for helped in self.helped.values() for row in _covered(helped)]
        self.named.choices = named_choices((str(row.id), worker_name(row)) for row in relations)
        if not self.helped and self.employer.data is None:
            self.employer.data = OTHER

    def as_facts(self) -> dict[str, Any]:
        """The request by column."""
        asked = {name: self[name].data for name in ("reason", "kin", "since")}
        helped = self.helped.get(self.employer.data or "")
        if helped is None:
            typed = ("line", "employer_name", "employer_curp", "worker_name")
            return {**asked, **{name: self[name].data or None for name in typed}}
        theirs = {str(row.id) for row in _covered(helped)}
        named = sorted(theirs & set(self.named.data or []))
        everything = not named and relations_of(helped) is None
        relations = None if everything else dumps(named or sorted(theirs))
        return {**asked, "household_id": helped.household_id, "relations": relations}


@form_for("succession", "identify")
class IdentifyForm(ActionForm):
    """The CURP of the employer before, by which an official names the household."""

    employer_curp = IdentifierInput(
        "succession.employer_curp", [Required("person.curp_missing"), Checking(lambda text: check_curp(text, today()))]
    )

    def as_data(self) -> Mapping[str, Any]:
        """The household of the CURP; none if nobody is registered with it."""
        person = owner_of(reading(), "curp", self.employer_curp.data)
        household = household_of(reading(), person) if person else None
        return {"household_id": household.id if household else None}


@form_for("succession", "answer")
class AnswerForm(ActionForm):
    """What was asked, answered; the facts can be put right."""

    reason = Radios(
        "succession.why", [Required("succession.reason_missing")], choices=choices("succession.reason", REASONS)
    )
    kin = Radios("succession.kin", [Required("succession.reason_missing")], choices=choices("succession.kin", KIN))
    since = DayInput("succession.since", [Required("succession.since_missing")], description="work.day_hint")


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    """The request, to be filled in."""
    return _page(AskForm(formdata=None))


@blueprint.post("/new")
def ask() -> ResponseReturnValue:
    """Send the request; whether or not the household was found at once, the answer is the same."""
    form = AskForm(formdata=request.form)
    if not form.validate():
        return _page(form, INVALID)
    who, at, key = actor(), now(), sent_key()
    data = {**form.as_facts(), "successor_id": who.person_id}
    try:
        fired: Fired = run(lambda session: open_case(session, Succession, "open", who, at, data=data, key=key))
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return _page(form, INVALID)
    flash(t("succession.asked"), "good")
    return redirect(url_for("cases.show", workflow=SUCCESSION.name, case_id=fired.case.id), 303)


def _covered(delegation: Delegation) -> list[Affiliation]:
    mine = select(Affiliation).where(
        Affiliation.household_id == delegation.household_id, is_tagged(Affiliation, "in_force")
    )
    return [row for row in reading().scalars(mine.order_by(Affiliation.id)) if covers(delegation, row.id)]


def _page(form: AskForm, status: int = 200) -> ResponseReturnValue:
    return render_template("successions/ask.html", form=form, hidden=fresh_hidden(None)), status
