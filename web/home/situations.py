"""Other insurance, pension and housing credit: three questions that nobody has to answer, and what answers mean."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from enrolment.insurance.situation import OPTIONS, SITUATION
from enrolment.insurance.situation_models import Situation
from enrolment.insurance.situations import QUESTIONS, meaning, told_by, told_of_worker
from enrolment.models import Affiliation, Household
from enrolment.queries import affiliations_of_worker, worker_name
from enrolment.relation.affiliation import AFFILIATION
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD
from regime.sentences import Sentence
from web.casework.action_forms import page_for
from web.casework.case_links import related_to_affiliation
from web.casework.case_summaries import Description, Section, Summary, describe_cases
from web.casework.enrolment_cases import facts, worker_behind, worker_in_full
from web.casework.own_cases import me_as_worker, my_affiliation
from web.casework.timeline import Reader
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import say, t
from web.edge.transactions import reading, run
from web.forms.drafts import INVALID, fresh_hidden, sent_key
from web.forms.fields import Optional, PageForm, Radios, Required, choices, named_choices
from web.home.certificates import looks_at
from workflow.context import Role
from workflow.engine import Fired, fire, open_case
from workflow.errors import NotReady

of_household = Blueprint("situations", __name__, url_prefix="/home/workers/<uuid:affiliation_id>/situation")
of_worker = Blueprint("own_situations", __name__, url_prefix="/me/situation")


_LABELS = {name: f"situation.{name}" for name in QUESTIONS} | {"housing_credit": "situation.housing_credit.question"}


def _question(name: str) -> Radios:
    return Radios(_LABELS[name], [Optional()], choices=choices(f"situation.{name}", OPTIONS[name]))


class SituationForm(PageForm):
    """Three questions, none of which needs an answer."""

    other_insurance = _question("other_insurance")
    pension = _question("pension")
    housing_credit = _question("housing_credit")

    def as_facts(self) -> dict[str, Any]:
        """The answers by column; nothing for what was left out."""
        return {name: self[name].data or None for name in QUESTIONS}


class OwnSituationForm(SituationForm):
    """The same as she answers it: to which household."""

    household = Radios("situation.household", [Required("situation.household_missing")], choices=[])


@of_household.route("", methods=["GET", "POST"], endpoint="show")
def household_page(affiliation_id: UUID) -> ResponseReturnValue:
    """What this household was told and answers; never what she answered herself."""
    case = my_affiliation(affiliation_id)
    told = told_by(reading(), case.id, "household")
    form = SituationForm(obj=told)
    status = 200
    if form.validate_on_submit():
        if _tell(case.id, told, form):
            return redirect(url_for("situations.show", affiliation_id=case.id), 303)
        status = INVALID
    is_draft = "editable" in AFFILIATION.by_state[case.state].tags
    shown = {"case": case, "name": worker_name(case), "told": told, "meaning": meaning(told), "is_draft": is_draft}
    return _page("household/situation.html", form, INVALID if form.errors else status, **shown)


@of_worker.route("", methods=["GET", "POST"], endpoint="show")
def own_page() -> ResponseReturnValue:
    """What she and her households have told, who looked, and the questions to her."""
    worker = me_as_worker()
    if worker is None:  # nobody has enrolled her yet: there is nobody to answer
        return redirect(url_for("worker_area.show"))
    person = actor().person_id
    mine = affiliations_of_worker(reading(), person) if person else []
    form = OwnSituationForm()
    form.household.choices = named_choices([(str(case.id), case.household.person.full_name) for case in mine])
    if len(mine) == 1 and not form.is_submitted():
        form.household.data = str(mine[0].id)
    status = 200
    if form.validate_on_submit():
        chosen = next(case for case in mine if str(case.id) == form.household.data)
        if _tell(chosen.id, told_by(reading(), chosen.id, "domestic_worker"), form):
            return redirect(url_for("own_situations.show"), 303)
        status = INVALID
    told = told_of_worker(reading(), worker.id)
    looks = looks_at(SITUATION.name, [one.id for one in told])
    shown = [_told(one) for one in told]
    return _page("person/situation.html", form, INVALID if form.errors else status, shown=shown, looks=looks, mine=mine)


def _told(told: Situation) -> dict[str, Any]:
    household = told.affiliation.household.person.full_name
    who = t(f"certificate.entered_by.{told.told_by}")
    return {
        "heading": t("situation.told_for", household=household),
        "rows": [(t("certificate.entered_by"), who), *answers_of(told)],
        "meaning": meaning(told),
        "href": url_for("cases.show", workflow=SITUATION.name, case_id=told.id),
    }


def answers_of(told: Situation) -> tuple[tuple[str, str], ...]:
    """The questions that were answered, with the answers, as words."""
    answered = [(name, getattr(told, name)) for name in QUESTIONS if getattr(told, name)]
    return tuple((t(_LABELS[name]), t(f"situation.{name}.{answer}")) for name, answer in answered)


def situation_summary(session: Session, case: Situation, reader: Reader) -> Summary:
    """The answers, who gave them and what they mean; a look of an official is written down."""
    relation = session.get_one(Affiliation, case.affiliation_id)
    about = facts(
        ("case.worker", worker_in_full(relation)),
        ("case.household", session.get_one(Household, relation.household_id).person.full_name),
        ("certificate.entered_by", t(f"certificate.entered_by.{case.told_by}")),
    )
    return Summary(
        heading=t("situation.title"),
        sections=(Section(t("situation.title"), (*about, *answers_of(case))),),
        findings=tuple(say(sentence) for sentence in meaning(case)),
        findings_heading=t("situation.means"),
        related=related_to_affiliation(session, relation, reader, but=case),
        personal=True,
    )


def warnings_of(affiliation_id: UUID) -> tuple[Sentence, ...]:
    """What the household should know before it sends its draft (LSS 114, 173, 196)."""
    return meaning(told_by(reading(), affiliation_id, "household"))


def _tell(affiliation_id: UUID, told: Situation | None, form: SituationForm) -> bool:
    """Keep the answers, the first time or again; False with the sentences on the form when they cannot be kept."""
    who, at, key, answers = actor(), now(), sent_key(), form.as_facts()

    def command(session: Session) -> Fired:
        if told is None:
            data = {"affiliation_id": affiliation_id, **answers}
            return open_case(session, Situation, "tell", who, at, data=data, key=key)
        return fire(session, session.get_one(Situation, told.id), "tell_again", who, at, data=answers, key=key)

    try:
        run(command)
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return False
    flash(t("situation.action.tell.done"), "good")
    return True


def _page(template: str, form: PageForm, status: int, **shown: Any) -> ResponseReturnValue:
    return render_template(template, form=form, hidden=fresh_hidden(None), **shown), status


describe_cases(SITUATION.name, Description(worker_behind, situation_summary))


def _where_it_is_told(case: Any, roles: Collection[Role]) -> str | None:
    """The page of the questions; officials only read the answers."""
    if DOMESTIC_WORKER in roles:
        return url_for("own_situations.show")
    return url_for("situations.show", affiliation_id=case.affiliation_id) if HOUSEHOLD in roles else None


page_for(SITUATION.name, "tell_again", _where_it_is_told)
