"""Asking that a worker's name or birth date be set right: one page for her, her household and the office."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, DomesticWorker
from enrolment.people.correcting import RECORD
from enrolment.people.correction import CORRECTION
from enrolment.people.correction_models import Correction
from enrolment.relation.affiliation import AFFILIATION
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, OFFICIALS
from regime.sentences import Sentence
from web.casework.case_links import related_to_affiliation
from web.casework.case_summaries import Section, Summary
from web.casework.enrolment_cases import facts, full, masked
from web.casework.enrolment_search import affiliations
from web.casework.timeline import Reader
from web.edge.access_log import note_read
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import t
from web.edge.transactions import reading, run
from web.forms.drafts import INVALID, fresh_hidden, sent_key
from web.forms.fields import Length, LongText, Optional, PageForm, Required
from web.forms.person_fields import first_surname, given_name, second_surname
from web.forms.value_fields import DayInput
from web.home.relation_menu import since_enrolled
from workflow.context import Role
from workflow.engine import Fired, context_of, open_case
from workflow.errors import NotReady

blueprint = Blueprint("corrections", __name__, url_prefix="/corrections/<uuid:affiliation_id>")
MOST_WRITTEN = 3000
_READ = Sentence("access.case_page")


class CorrectionForm(PageForm):
    """The data as they are on paper, and why."""

    given_name = given_name()
    first_surname = first_surname()
    second_surname = second_surname()
    birth_date = DayInput("correction.ask.born", [Optional()], description="correction.ask.born_hint")
    why = LongText(
        "correction.ask.why", [Required("correction.ask.why_missing"), Length("form.too_long", most=MOST_WRITTEN)]
    )

    def as_facts(self) -> dict[str, Any]:
        """What was typed, without idle spaces; an empty date is no answer."""
        typed = {name: self[name].data for name in RECORD}
        return {name: (" ".join(v.split()) or None) if isinstance(v, str) else v for name, v in typed.items()}


@blueprint.route("", methods=["GET", "POST"])
def ask(affiliation_id: UUID) -> ResponseReturnValue:
    """The data as whoever asks knows them, to be set right."""
    relation = reading().get(Affiliation, affiliation_id) or abort(404)
    roles = context_of(reading(), relation, actor(), now()).roles & {HOUSEHOLD, DOMESTIC_WORKER, *OFFICIALS}
    if not roles or not since_enrolled(relation):
        abort(404)
    form = CorrectionForm(data=_known(relation, roles))
    if not form.validate_on_submit():
        return _page(relation, roles, form, INVALID if form.errors else 200)
    who, at, key, why = actor(), now(), sent_key(), str(form.why.data)
    data = {**form.as_facts(), "affiliation_id": relation.id}

    def command(session: Session) -> Fired:
        return open_case(session, Correction, "ask", who, at, comment=why, data=data, key=key)

    try:
        asked = run(command)
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return _page(relation, roles, form, INVALID)
    flash(t("correction.action.ask.done"), "good")
    return redirect(url_for("cases.show", workflow=CORRECTION.name, case_id=asked.case.id), 303)


def correction_named(session: Session, case: Correction) -> str:
    """What a correction is called in lists: the worker of the relation, masked."""
    relation = session.get_one(Affiliation, case.affiliation_id)
    return masked(relation.worker_given_name, relation.worker_first_surname, relation.worker_second_surname)


def correction_summary(session: Session, case: Correction, reader: Reader) -> Summary:
    """What is asked; for officials beside what the register holds or held."""
    relation = session.get_one(Affiliation, case.affiliation_id)
    sections = [Section(t("correction.wanted"), _rows({name: getattr(case, name) for name in RECORD}))]
    if reader.is_official:
        decided = case.was_given_name is not None
        person = session.get_one(DomesticWorker, case.worker_id).person
        before = {name: getattr(case, f"was_{name}") if decided else getattr(person, name) for name in RECORD}
        sections.append(Section(t("correction.stood" if decided else "correction.stands"), _rows(before)))
    return Summary(
        heading=t("correction.title"),
        sections=tuple(sections),
        related=related_to_affiliation(session, relation, reader, but=case),
        personal=True,
    )


def corrections(text: str) -> ColumnElement[bool]:
    """By whatever finds the relation."""
    return Correction.affiliation_id.in_(select(Affiliation.id).where(affiliations(text)))


def _rows(known: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    name = full(*(known[part] for part in RECORD[:-1]))
    return facts(("fact.name", name), ("correction.born", known["birth_date"]))


def _known(relation: Affiliation, roles: frozenset[Role]) -> dict[str, Any]:
    """What whoever asks may know: a household what it typed itself, never what anybody else did."""
    if HOUSEHOLD in roles:
        return {name: getattr(relation, f"worker_{name}") for name in RECORD}
    if roles & set(OFFICIALS):
        note_read(AFFILIATION.name, relation.id, _READ)
    person = reading().get_one(DomesticWorker, relation.worker_id).person
    return {name: getattr(person, name) for name in RECORD}


def _page(relation: Affiliation, roles: frozenset[Role], form: CorrectionForm, status: int) -> ResponseReturnValue:
    back = url_for("cases.show", workflow=AFFILIATION.name, case_id=relation.id)
    if DOMESTIC_WORKER in roles:
        back = url_for("worker_area.relation", affiliation_id=relation.id)
    page = {"form": form, "back": back, "hidden": fresh_hidden(None)}
    return render_template("household/correction.html", **page), status
