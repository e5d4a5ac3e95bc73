"""The area of a household: what to pay next, whom it employs, and the page of each relation."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from enrolment.household.registration import REGISTRATION
from enrolment.insurance.certified_effects import waiting_end
from enrolment.models import Affiliation, Household, Place
from enrolment.queries import (
    PAGE,
    WorkerRow,
    lapsed_in,
    payments_due,
    periods_of,
    worker_name,
    worker_rows,
)
from enrolment.relation.affiliation import AFFILIATION
from enrolment.relation.marked_days import marked_in
from enrolment.relation.remarks import remarks_on
from enrolment.roles import HOUSEHOLD, speaks_for_household
from regime.sentences import Sentence
from web.casework.action_forms import page_for
from web.casework.case_page import past
from web.casework.enrolment_cases import months
from web.casework.own_cases import my_affiliation, my_household, my_registration, page_of_case
from web.casework.task_cases import rows_about, task_rows
from web.edge.acting import acting
from web.edge.clock import today
from web.edge.language import t
from web.edge.transactions import database, reading
from web.hers.identity_pages import identity_remarks
from web.home import helping
from web.home.household_rows import (
    DuePayment,
    changes_of,
    draft_page,
    due_payment,
    due_row,
    next_payment,
    past_row,
    period_kind,
    period_state,
    relation_facts,
    worker_card,
)
from web.home.marked_pages import marked_rows
from web.home.month_strips import next_month_of, strips_of
from web.home.own_money_rows import too_much_rows
from web.home.relation_menu import menu_of
from web.home.taking_up import waiting_rows
from workflow.definition import has_tag, is_sealed

blueprint = Blueprint("household", __name__, url_prefix="/home")
LATEST = 2


@blueprint.record_once
def _install(state: BlueprintSetupState) -> None:
    words = {"months_of": months, "period_state": period_state, "period_kind": period_kind}
    state.app.jinja_env.globals.update(words)


@blueprint.get("")
def show() -> ResponseReturnValue:
    """The next payment, the workers and what happens next; before that, how the registration stands."""
    household = my_household()
    if acting() is not None:
        return helping.show_household()
    if household is None or household.closed_on is not None:
        return _not_yet_registered()
    return _dashboard(household)


@blueprint.get("/past")
def past_workers() -> ResponseReturnValue:
    """The relations and drafts that are over."""
    household = my_household() or abort(404)
    rows = worker_rows(reading(), household.id, past=True, after=_after(), limit=PAGE + 1)
    return render_template(
        "household/past.html",
        rows=[past_row(row) for row in rows[:PAGE]],
        next_href=_more(rows, "household.past_workers"),
    )


@blueprint.get("/workers/<uuid:affiliation_id>")
def worker(affiliation_id: UUID) -> ResponseReturnValue:
    """One relation: what to pay and to answer first, its days, then everything else by subject."""
    case = my_affiliation(affiliation_id)
    if acting() is not None:
        return helping.show_relation(case)
    page = page_of_case(case)
    place = reading().get(Place, case.place_id) if case.place_id else None
    in_force = has_tag(case, "in_force")
    return render_template(
        "household/worker.html",
        case=case,
        page=page,
        name=worker_name(case),
        facts=() if is_sealed(AFFILIATION, case.state) else relation_facts(case, place, today()),
        due=next_payment(case),
        to_do=rows_about(reading(), HOUSEHOLD, case.id),
        waiting=waiting_end(reading(), case.id),
        remarks=_remarks(case),
        too_much=too_much_rows(case),
        next_month=next_month_of(case) if in_force else None,
        strips=strips_of(case) if in_force else (),
        marked=marked_rows(case, marked_in(reading(), case.id)),
        changes=changes_of(case, today()),
        periods=periods_of(reading(), case.id, limit=LATEST),
        timeline=past(reading(), page),
        menu=menu_of(case, page),
        today=today(),
    )


@blueprint.get("/workers/<uuid:affiliation_id>/payments")
def payments(affiliation_id: UUID) -> ResponseReturnValue:
    """Every month of a relation with its amount and what became of it, the newest first."""
    case = my_affiliation(affiliation_id)
    before = request.args.get("before", type=date.fromisoformat)
    rows = periods_of(reading(), case.id, before=before, limit=PAGE + 1)
    more = url_for(".payments", affiliation_id=case.id, before=rows[PAGE - 1].first_month) if len(rows) > PAGE else None
    return render_template(
        "household/payments.html", case=case, name=worker_name(case), rows=rows[:PAGE], next_href=more
    )


def _remarks(case: Affiliation) -> tuple[Sentence, ...]:
    """What a rule makes of a relation in force, ."""
    if not has_tag(case, "in_force"):
        return ()
    return (
        *identity_remarks(case),
        *remarks_on(case, today(), database().settings.policies),
    )


def _not_yet_registered() -> ResponseReturnValue:
    case = my_registration()
    page = page_of_case(case) if case else None
    timeline = past(reading(), page) if page else []
    begins = case is None or REGISTRATION.by_state[case.state].final
    return render_template(
        "household/registration.html", case=case, page=page, timeline=timeline, begins=begins, taken=waiting_rows()
    )


def _dashboard(household: Household) -> ResponseReturnValue:
    rows = worker_rows(reading(), household.id, after=_after(), limit=PAGE + 1)
    due = [due_payment(period) for period in payments_due(reading(), household.id)]
    lapsed = lapsed_in(reading(), [row.affiliation.id for row in rows], today().replace(day=1))
    return render_template(
        "household/dashboard.html",
        rows=[worker_card(row, lapsed.get(row.affiliation.id)) for row in rows[:PAGE]],
        due=due,
        taken=waiting_rows(),
        to_do=task_rows(reading(), HOUSEHOLD, household.id),
        later=[due_row(payment) for payment in due[1:]],
        next_steps=_next_steps(rows, due),
        today=today(),
        household_id=household.id,
        next_href=_more(rows, "household.show"),
    )


def _next_steps(rows: list[WorkerRow], due: list[DuePayment]) -> list[str]:
    steps = []
    if any(has_tag(row.affiliation, "editable") for row in rows):
        steps.append(t("household.next.finish"))
    if due:
        is_late = due[0].period.due_day is not None and due[0].period.due_day < today()
        steps.append(t("household.next.pay_late" if is_late else "household.next.pay_first"))
    return [*steps, t("household.next.line"), t("household.next.report")]


def _more(rows: list[WorkerRow], endpoint: str) -> str | None:
    return url_for(endpoint, after=rows[PAGE - 1].affiliation.id) if len(rows) > PAGE else None


def _after() -> UUID | None:
    return request.args.get("after", type=UUID)


def _registration_page(_case: Any, roles: Any) -> str | None:
    return url_for("registration.show", step="check") if HOUSEHOLD in roles else None


def _draft_page(case: Affiliation, roles: Any) -> str | None:
    return draft_page(case) if speaks_for_household(roles) else None


def _check_page(case: Affiliation, roles: Any) -> str | None:
    return url_for("wizard.show", affiliation_id=case.id, step="check") if speaks_for_household(roles) else None


page_for(REGISTRATION.name, "submit", _registration_page)
page_for(AFFILIATION.name, "save", _draft_page)
page_for(AFFILIATION.name, "submit", _check_page)
