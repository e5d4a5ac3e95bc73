"""Certificates of incapacity: where a household, the worker or an official writes one down and sees the others."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.insurance.certified_days import certificates_of
from enrolment.insurance.certified_effects import waiting_end
from enrolment.insurance.certified_models import CertifiedPeriod
from enrolment.insurance.certified_views import Incapacity, incapacities
from enrolment.models import Affiliation
from enrolment.queries import affiliations_of_worker, periods_of, worker_name
from enrolment.relation.affiliation import AFFILIATION
from regime.sentences import Sentence
from web.casework.case_page import look_at
from web.casework.own_cases import me_as_worker, my_affiliation
from web.edge.access_log import note_read
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import long_day, t
from web.edge.transactions import reading, run
from web.forms.certificate_fields import CertificateForm, OwnCertificateForm
from web.forms.drafts import CONFLICT, INVALID, fresh_hidden, sent_key
from web.home.own_money_rows import too_much_rows
from web.home.relation_menu import since_enrolled
from workflow.engine import Fired, open_case
from workflow.errors import KeyReused, NotReady
from workflow.people import AccessLog, Login

of_household = Blueprint("certificates", __name__, url_prefix="/home/workers/<uuid:affiliation_id>/incapacity")
of_worker = Blueprint("own_certificates", __name__, url_prefix="/me/incapacity")
of_office = Blueprint("office_certificates", __name__, url_prefix="/office/relations/<uuid:affiliation_id>/incapacity")
CASE = "certified_period"
LINES_SHOWN = 6
LOOKS_SHOWN = 20

Row = tuple[str, str, str, str]  # the days, address, state, look


@of_household.route("", methods=["GET", "POST"], endpoint="show")
def household_page(affiliation_id: UUID) -> ResponseReturnValue:
    """The certificates of an own relation, what its lines ask for with them, and a form for another."""
    return _of_relation(_enrolled(my_affiliation(affiliation_id)), "certificates.show")


@of_office.route("", methods=["GET", "POST"], endpoint="show")
def office_page(affiliation_id: UUID) -> ResponseReturnValue:
    """The same for an official of the office, whose look is written down."""
    relation = _enrolled(reading().get(Affiliation, affiliation_id) or abort(404))
    page = look_at(reading(), relation, actor(), now())
    if page is None or not page.reader.is_official:
        abort(404)
    note_read(AFFILIATION.name, relation.id, Sentence("access.certificates"))
    return _of_relation(relation, "office_certificates.show")


@of_worker.route("", methods=["GET", "POST"], endpoint="show")
def own_page() -> ResponseReturnValue:
    """All her certificates with weeks held, subsidy and who looked; and a form for another."""
    worker = me_as_worker()
    if worker is None:  # nobody has enrolled her yet: no certificate can belong to a relation
        return redirect(url_for("worker_area.show"))
    relations = _hers()
    form = OwnCertificateForm()
    form.offer(relations)
    found = incapacities(reading(), worker.id)
    cards = [(_heading(one), one, _rows(one.certificates)) for one in found]
    shown: dict[str, Any] = {"found": cards, "looks": _looks(found)}
    if form.validate_on_submit():
        relation = next(relation for relation, _name in relations if str(relation.id) == form.household.data)
        status = _record(relation, form)
        if status is None:
            return redirect(url_for("own_certificates.show"), 303)
    else:
        status = INVALID if form.errors else 200
    return render_template(
        "person/certificates.html", form=form, hidden=fresh_hidden(None), relations=relations, **shown
    ), status


def _of_relation(relation: Affiliation, endpoint: str) -> ResponseReturnValue:
    form = CertificateForm()
    if form.validate_on_submit():
        status = _record(relation, form)
        if status is None:
            return redirect(url_for(endpoint, affiliation_id=relation.id), 303)
    else:
        status = INVALID if form.errors else 200
    certificates = certificates_of(reading(), relation.id)
    return render_template(
        "household/certificates.html",
        case=relation,
        name=worker_name(relation),
        is_office=endpoint == "office_certificates.show",
        form=form,
        hidden=fresh_hidden(None),
        rows=_rows(certificates),
        waiting=waiting_end(reading(), relation.id),
        periods=periods_of(reading(), relation.id, limit=LINES_SHOWN) if certificates else [],
        too_much=too_much_rows(relation),
    ), status


def _record(relation: Affiliation, form: CertificateForm) -> int | None:
    """Write the certificate down; nothing when it is done, else the status of the page that says why not."""
    who, at, key, data = actor(), now(), sent_key(), {**form.as_facts(), "affiliation_id": relation.id}

    def command(session: Session) -> Fired:
        return open_case(session, CertifiedPeriod, "record", who, at, data=data, key=key)

    try:
        run(command)
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return INVALID
    except KeyReused as refusal:
        form.form_errors.extend(refusal.sentences)
        return CONFLICT
    flash(t("certificate.done"), "good")
    return None


def _heading(incapacity: Incapacity) -> str:
    first, last = incapacity.subsidy.first_day, incapacity.subsidy.last_day
    return t("certificate.of_days", first=long_day(first), last=long_day(last))


def _rows(certificates: Any) -> list[Row]:
    """The certificates that the reader is somebody in, as the rows of a list; never what they are for."""
    rows = []
    for certificate in certificates:
        page = look_at(reading(), certificate, actor(), now())
        if page is not None:
            words = t("certificate.days", first=long_day(certificate.first_day), last=long_day(certificate.last_day))
            href = url_for("cases.show", workflow=CASE, case_id=certificate.id)
            rows.append((words, href, page.state, page.state_kind))
    return rows


def _looks(found: Any) -> list[str]:
    return looks_at(CASE, [certificate.id for incapacity in found for certificate in incapacity.certificates])


def looks_at(subject: str, ids: list[UUID]) -> list[str]:
    """Which officials looked at these cases of hers, the latest first, as words."""
    looks = (
        select(AccessLog.at, Login.username)
        .join(Login, Login.id == AccessLog.login_id)
        .where(AccessLog.subject == subject, AccessLog.subject_id.in_(ids))
        .order_by(AccessLog.at.desc())
        .limit(LOOKS_SHOWN)
    )
    return [t("certificate.looked", day=long_day(at), who=name) for at, name in reading().execute(looks)]


def _hers() -> list[tuple[Affiliation, str]]:
    person = actor().person_id
    mine = affiliations_of_worker(reading(), person) if person else []
    return [(case, case.household.person.full_name) for case in mine if since_enrolled(case)]


def _enrolled(relation: Affiliation) -> Affiliation:
    return relation if since_enrolled(relation) else abort(404)
