"""Adding a worker in nine short steps; the draft can be left and taken up again on another device."""

from functools import partial
from uuid import UUID

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from enrolment import service
from enrolment.insurance.situations import situations_of
from enrolment.models import Affiliation, Place
from enrolment.relation.affiliation import AFFILIATION
from web.casework.own_cases import my_affiliation, my_household
from web.edge.acting import acting
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.language import t
from web.edge.transactions import database, reading, run
from web.everyone.simulation import Insured, Simulation, simulate
from web.forms import drafts
from web.forms.answers import affiliation_answers, affiliation_doubts
from web.forms.drafts import CHECK, DeclareForm, Journey, StepForm, sent_key
from web.home.situations import warnings_of
from web.home.wizard_steps import STEPS
from workflow.errors import Refused

blueprint = Blueprint("wizard", __name__, url_prefix="/home/workers")


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    """The first page of a worker who is not in any draft yet; nothing is written until it is sent."""
    _registered()
    journey = _journey(None)
    return drafts.step_page(journey, "who", journey.steps["who"].filled(None), None)


@blueprint.post("/new")
def begin() -> ResponseReturnValue:
    """Open the draft with what the first page says."""
    _registered()
    return drafts.take_step(_journey(None), "who", None, _begun)


@blueprint.get("/<uuid:affiliation_id>/<step>")
def show(affiliation_id: UUID, step: str) -> ResponseReturnValue:
    """A page of the draft as it stands."""
    case = _draft(affiliation_id)
    journey = _journey(case)
    if step == CHECK:
        return _check(case, DeclareForm(formdata=None))
    return drafts.step_page(journey, step, _form(step).filled(case), case, cost=_costs(case, step))


@blueprint.post("/<uuid:affiliation_id>/<step>")
def save(affiliation_id: UUID, step: str) -> ResponseReturnValue:
    """Keep a page, or send the whole."""
    case = _draft(affiliation_id)
    if step == CHECK:
        return _submit(case)
    _form(step)
    journey = _journey(case)

    def kept(form: StepForm) -> str:
        drafts.keep(case, form, {"step": max(case.step or 1, journey.number(step))})
        return journey.address(journey.after(step))

    return drafts.take_step(journey, step, case, kept, cost=_costs(case, step))


def _begun(form: StepForm) -> str:
    who, at, key, facts = actor(), now(), sent_key(), {**form.as_facts(), "step": 1}
    represented = acting()
    household_id = represented.household.id if represented else None
    opened = run(lambda session: service.begin_affiliation(session, who, at, facts, household_id=household_id, key=key))
    return url_for("wizard.show", affiliation_id=opened.case.id, step="numbers")


def _journey(case: Affiliation | None) -> Journey:
    def address(step: str) -> str:
        if case is None:
            return url_for("wizard.new")
        return url_for("wizard.show", affiliation_id=case.id, step=step)

    return Journey(words="wizard", steps=STEPS, address=address)


def _form(step: str) -> type[StepForm]:
    return STEPS.get(step) or abort(404)


def _registered() -> None:
    household = my_household()
    if household is None or household.closed_on is not None:
        abort(redirect(url_for("household.show")))


def _draft(affiliation_id: UUID) -> Affiliation:
    """An own draft; what has been sent is looked at on its own page."""
    case = my_affiliation(affiliation_id)
    if "editable" not in AFFILIATION.by_state[case.state].tags:
        abort(redirect(url_for("household.worker", affiliation_id=case.id)))
    return case


def _check(
    case: Affiliation, form: DeclareForm, status: int = 200, refusal: Refused | None = None
) -> ResponseReturnValue:
    place = reading().get(Place, case.place_id) if case.place_id else None
    journey = _journey(case)
    rows = affiliation_answers(case, place, journey, today())
    doubts = (*affiliation_doubts(case, today()), *warnings_of(case.id))
    return drafts.check_page(journey, case, rows, doubts, form, status, refusal, cost=_cost(case, case.mode))


def _submit(case: Affiliation) -> ResponseReturnValue:
    return drafts.send(
        case,
        partial(_check, case),
        said=lambda state: t("household.worker_sent." + state),
        leads_to=url_for("household.worker", affiliation_id=case.id),
    )


def _costs(case: Affiliation, step: str) -> dict[str, Simulation] | None:
    """What each way of insuring would cost, on the page where it is chosen; nothing while an answer is missing."""
    if step != "insurance":
        return None
    costs = {mode: _cost(case, mode) for mode in ("full_month", "per_day")}
    return {mode: cost for mode, cost in costs.items() if cost is not None} or None


def _cost(case: Affiliation, mode: str | None) -> Simulation | None:
    place = reading().get(Place, case.place_id) if case.place_id else None
    town = place.municipality if place else case.municipality
    if not (mode and town and case.began_on and case.pay_amount and case.pay_each and case.weekdays and case.in_kind):
        return None
    terms = Insured(
        pay_amount=case.pay_amount,
        pay_each=case.pay_each,
        weekdays=case.weekdays,
        hours_per_day=case.hours_per_day,
        weekday_hours=case.weekday_hours,
        in_kind=case.in_kind,
        municipality=town,
        first_day=max(case.began_on, today()),  # an estimate: what lies behind is not billed
        mode=mode,
        situations=situations_of(reading(), case.id),
    )
    return simulate(terms, database().settings.policies)
