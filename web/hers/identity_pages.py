"""Who she is: the page on which a missing number is completed, and her own page with every number that is hers."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from enrolment.models import Affiliation
from enrolment.people.identifiers import mask
from enrolment.people.identity import missing_numbers, provisional_remark
from enrolment.queries import affiliations_of_worker, worker_name
from enrolment.relation.affiliation import AFFILIATION
from enrolment.roles import DOMESTIC_WORKER, speaks_for_household
from regime.sentences import Sentence
from web.casework.action_forms import page_for
from web.casework.case_page import CasePage, look_at
from web.edge.access_log import note_read
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import t
from web.edge.transactions import database, reading, run
from web.forms.drafts import CONFLICT, INVALID, conflict, fresh_hidden, sent_key, sent_version
from web.home.identity_forms import CompleteForm
from workflow.engine import Fired, fire, reference
from workflow.errors import NotReady, Refused
from workflow.people import NUMBERS, Identifier, Person

blueprint = Blueprint("identity", __name__)
ACTION = "complete_identity"


@blueprint.get("/identity/<uuid:affiliation_id>")
def show(affiliation_id: UUID) -> ResponseReturnValue:
    """What is missing, how it is obtained, and where to type it."""
    page = _page(affiliation_id)
    return _shown(page, _form(page.case))


@blueprint.post("/identity/<uuid:affiliation_id>")
def complete(affiliation_id: UUID) -> ResponseReturnValue:
    """Type what was missing. Whatever a register knows of it, the answer is the same."""
    page = _page(affiliation_id)
    form = _form(page.case, request.form)
    if not form.validate():
        return _shown(page, form, INVALID)
    case_id, who, at, key, version, data = affiliation_id, actor(), now(), sent_key(), sent_version(), form.as_data()

    def command(session: Session) -> Fired:
        case = reference(session, Affiliation, case_id)
        return fire(session, case, ACTION, who, at, key=key, version=version, data=data)

    try:
        run(command)
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return _shown(_page(affiliation_id), form, INVALID)
    except Refused as refusal:
        return _shown(_page(affiliation_id), form, CONFLICT, refusal)
    flash(t("identity.completed"), "good")
    return redirect(_way_back(page), 303)


@blueprint.get("/me/identity")
def mine() -> ResponseReturnValue:
    """Her numbers with their history, and the relations in which one is missing."""
    person = reading().get(Person, actor().person_id) or abort(404)
    relations = affiliations_of_worker(reading(), person.id)
    return render_template(
        "identity/mine.html",
        person=person,
        numbers=[(kind, [_row(held) for held in person.identifiers_of(kind)]) for kind in ("curp", "nss")],
        papers=[_row(held) for held in person.identifiers if held.kind not in NUMBERS],
        incomplete=[case for case in relations if _is_open_question(case)],
    )


def identity_remarks(case: Affiliation) -> tuple[Sentence, ...]:
    """What an enrolment without any number can and cannot do yet."""
    remark = provisional_remark(case, database().settings.policies) if case.enrolled_from else None
    return (remark,) if remark else ()


def _is_open_question(case: Affiliation) -> bool:
    return bool(missing_numbers(case)) and case.state in AFFILIATION.states_tagged("in_force")


def _row(held: Identifier) -> dict[str, Any]:
    standing = "counts" if held.counts else "kept" if held.until is None else "before"
    return {"value": mask(held.value), "kind": held.kind, "since": held.since, "until": held.until, "as": standing}


def _page(affiliation_id: UUID) -> CasePage:
    """The enrolment with its action, for whoever may take it; anybody else finds no such page."""
    case = reading().get(Affiliation, affiliation_id) or abort(404)
    page = look_at(reading(), case, actor(), now())
    if page is None or page.action(ACTION) is None:
        abort(404)
    return page


def _form(case: Affiliation, typed: Any = None) -> CompleteForm:
    form = CompleteForm(formdata=typed)
    form.ask_only(missing_numbers(case))
    return form


def _shown(
    page: CasePage, form: CompleteForm, status: int = 200, refusal: Refused | None = None
) -> ResponseReturnValue:
    case = page.case
    offered = page.action(ACTION)
    if page.reader.is_official:
        note_read(AFFILIATION.name, case.id, Sentence("access.identity"))
    return render_template(
        "identity/complete.html",
        case=case,
        form=form,
        name=worker_name(case),
        missing=missing_numbers(case),
        unmet=offered.unmet if offered else (),
        remarks=identity_remarks(case),
        is_herself=DOMESTIC_WORKER in page.reader.roles,
        way_back=_way_back(page),
        hidden=fresh_hidden(case),
        **conflict(case, refusal),
    ), status


def _way_back(page: CasePage) -> str:
    if DOMESTIC_WORKER in page.reader.roles:
        return url_for("identity.mine")
    if speaks_for_household(page.reader.roles):
        return url_for("household.worker", affiliation_id=page.case.id)
    return url_for("cases.show", workflow=AFFILIATION.name, case_id=page.case.id)


page_for(AFFILIATION.name, ACTION, lambda case, _roles: url_for("identity.show", affiliation_id=case.id))
