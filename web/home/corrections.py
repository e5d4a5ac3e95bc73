"""Asking that a worker's name or birth date be set right: one page for her, her household and the office."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, DomesticWorker, Household, Registration
from enrolment.people.correcting import NAMES, RECORD, WITH_CURP, registration_in_force
from enrolment.people.correction import CORRECTION
from enrolment.people.correction_look import standing
from enrolment.people.correction_models import Correction
from enrolment.people.curp import differences
from enrolment.relation.affiliation import AFFILIATION
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, OFFICIALS
from regime.sentences import Sentence
from web.casework.case_links import related_to_affiliation, visible_cases
from web.casework.case_summaries import Related, Section, Summary
from web.casework.enrolment_cases import facts, full, masked
from web.casework.enrolment_search import affiliations, registrations
from web.casework.timeline import Reader
from web.edge.access_log import note_read
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import say, t
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

    asked_facts: tuple[str, ...] = RECORD
    given_name = given_name()
    first_surname = first_surname()
    second_surname = second_surname()
    birth_date = DayInput("correction.ask.born", [Optional()], description="correction.ask.born_hint")
    why = LongText(
        "correction.ask.why", [Required("correction.ask.why_missing"), Length("form.too_long", most=MOST_WRITTEN)]
    )

    def as_facts(self) -> dict[str, Any]:
        """What was typed, without idle spaces; an empty date is no answer."""
        typed = {name: self[name].data for name in self.asked_facts}
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
    """What a correction is called in lists: the household or the worker of the relation, masked."""
    if case.household_id is not None:
        person = session.get_one(Household, case.household_id).person
        return masked(person.given_name, person.first_surname, person.second_surname)
    relation = session.get_one(Affiliation, case.affiliation_id)
    return masked(relation.worker_given_name, relation.worker_first_surname, relation.worker_second_surname)


def correction_summary(session: Session, case: Correction, reader: Reader) -> Summary:
    """What is asked, beside what the register holds or held: for officials, and for whoever it is about."""
    sections = [Section(t("correction.wanted"), _rows(case))]
    if reader.is_official or case.household_id is not None:
        decided = case.was_given_name is not None
        before = {name: getattr(case, f"was_{name}") for name in WITH_CURP} if decided else _stands(session, case)
        sections.append(Section(t("correction.stood" if decided else "correction.stands"), _rows(before)))
    return Summary(
        heading=t("correction.title"),
        sections=tuple(sections),
        findings=_doubts(case) if reader.is_official else (),
        related=_related(session, case, reader),
        personal=True,
    )


def _stands(session: Session, case: Correction) -> Mapping[str, Any]:
    if case.household_id is not None:
        return standing(session.get_one(Household, case.household_id).person)
    person = session.get_one(DomesticWorker, case.worker_id).person
    return {name: getattr(person, name) for name in RECORD}


def _doubts(case: Correction) -> tuple[str, ...]:
    """Where the name that is asked does not fit the CURP that is asked with it."""
    if not case.curp:
        return ()
    given, first, second = (getattr(case, name) for name in NAMES)
    found = differences(case.curp, given_names=given, first_surname=first, second_surname=second or "")
    return tuple(say(sentence) for sentence in found)


def _related(session: Session, case: Correction, reader: Reader) -> tuple[Related, ...]:
    if case.affiliation_id is not None:
        relation = session.get_one(Affiliation, case.affiliation_id)
        return related_to_affiliation(session, relation, reader, but=case)
    household = session.get_one(Household, case.household_id)
    registration = registration_in_force(session, household.person_id)
    return visible_cases(session, reader, [registration]) if registration and reader.is_official else ()


def corrections(text: str) -> ColumnElement[bool]:
    """By whatever finds the relation, or the registration of the household that it is about."""
    of_relation = Correction.affiliation_id.in_(select(Affiliation.id).where(affiliations(text)))
    people = select(Registration.person_id).where(registrations(text))
    of_household = Correction.household_id.in_(select(Household.id).where(Household.person_id.in_(people)))
    return or_(of_relation, of_household)


def _rows(known: Any) -> tuple[tuple[str, str], ...]:
    """The parts of a record, of a case or of a mapping, that are known."""
    value = known.get if isinstance(known, Mapping) else partial(getattr, known)
    name = full(*(value(part) for part in NAMES))
    return facts(("fact.name", name), ("correction.born", value("birth_date")), ("fact.curp", value("curp")))


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
    page: dict[str, Any] = {"form": form, "back": back, "hidden": fresh_hidden(None), "own": False}
    return render_template("household/correction.html", **page), status
