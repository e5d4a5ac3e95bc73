"""A domestic worker's own documents: proofs and recaps, papers of her relations, what strangers may check."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from enrolment.models import DomesticWorker
from enrolment.papers import issuing
from enrolment.papers.issuance import ISSUANCE
from enrolment.papers.issuance_models import Issuance
from enrolment.queries import affiliations_of_worker
from enrolment.roles import DOMESTIC_WORKER
from inspection.visit.hers import inspections_of
from web.casework.own_cases import me_as_worker
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.language import language, t
from web.edge.transactions import reading, run
from web.forms.drafts import INVALID, fresh_hidden, sent_key
from web.home.paper_rows import PaperRow, rows_of
from workflow.engine import Fired, fire
from workflow.errors import NotReady, WrongState

blueprint = Blueprint("own_papers", __name__, url_prefix="/me/papers")


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Her documents, with a switch for each that strangers can check."""
    return _page()


@blueprint.post("/proof")
def prove() -> ResponseReturnValue:
    """Issue a proof of her own cover."""
    worker, who, at, key, speaks = _me(), actor(), now(), sent_key(), language()
    return _issued(lambda s: issuing.prove_cover(s, worker.id, who, at, speaks, key=key))


@blueprint.post("/recap/<int:year>")
def recap(year: int) -> ResponseReturnValue:
    """Issue the recap of a year over all her homes."""
    worker, who, at, key, speaks = _me(), actor(), now(), sent_key(), language()
    if year not in _years():
        abort(404)
    return _issued(lambda s: issuing.recap_year(s, who, at, year, speaks, worker_id=worker.id, key=key))


@blueprint.post("/<uuid:issuance_id>/switch-off")
def switch_off(issuance_id: UUID) -> ResponseReturnValue:
    """Let no stranger check this document any more."""
    return _switch(issuance_id, "switch_off")


@blueprint.post("/<uuid:issuance_id>/switch-on")
def switch_on(issuance_id: UUID) -> ResponseReturnValue:
    """Let it be checked again, under the same folio."""
    return _switch(issuance_id, "switch_on")


def _switch(issuance_id: UUID, action: str) -> ResponseReturnValue:
    worker = _me()
    found = reading().get(Issuance, issuance_id)
    if found is None or found.worker_id != worker.id or found.code is None:
        abort(404)
    who, at, key = actor(), now(), sent_key()

    def command(session: Session) -> Fired:
        return fire(session, session.get_one(Issuance, issuance_id), action, who, at, key=key)

    with suppress(WrongState):  # it stands that way already, which is what was wanted
        flash(t(f"{ISSUANCE.name}.action.{run(command).action}.done"), "good")
    return redirect(url_for(".show"), 303)


def _me() -> DomesticWorker:
    return me_as_worker() or abort(404)


def _is_checkable(case: Issuance) -> bool:
    return case.code is not None and case.state in ISSUANCE.states_tagged("checkable")


def _issued(command: Any) -> ResponseReturnValue:
    try:
        fired: Fired = run(command)
    except NotReady as refusal:
        return _page(refusal, INVALID)
    flash(t(f"{ISSUANCE.name}.action.{fired.action}.done"), "good")
    return redirect(url_for(".show"), 303)


def _page(refusal: NotReady | None = None, status: int = 200) -> ResponseReturnValue:
    worker = me_as_worker()
    issued = issuing.issued_for_worker(reading(), worker.id) if worker else []
    relations = affiliations_of_worker(reading(), worker.person_id) if worker else []
    return render_template(
        "person/papers.html",
        known=worker is not None,
        issued=[_issued_row(row) for row in rows_of(reading(), issued, {DOMESTIC_WORKER})],
        papers=[(row, row.case.household.person.full_name) for row in rows_of(reading(), relations, {DOMESTIC_WORKER})],
        inspections=_of_inspections(worker) if worker else [],
        years=_years(),
        key=fresh_hidden(None)["key"],
        refusal=refusal.sentences if refusal else (),
    ), status


def _of_inspections(worker: DomesticWorker) -> list[PaperRow]:
    return rows_of(reading(), inspections_of(reading(), worker.person_id), {DOMESTIC_WORKER})


def _issued_row(row: Any) -> dict[str, Any]:
    case: Issuance = row.case
    return {"row": row, "folio": case.folio, "on": _is_checkable(case), "by_household": case.household_id is not None}


def _years() -> tuple[int, int]:
    this = today().year
    return this, this - 1
