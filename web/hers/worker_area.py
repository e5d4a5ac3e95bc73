"""The own area of a persona trabajadora del hogar: is she covered, by whom, for which days; confirm or dispute."""

from datetime import date
from uuid import UUID

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from enrolment.household.homes import address_words
from enrolment.insurance.cover import cover_of, covers_between
from enrolment.insurance.day_care import day_care_of
from enrolment.insurance.preserved_care import preserved_care_of
from enrolment.models import Affiliation
from enrolment.queries import confirmation_of
from enrolment.relation.confirmation import CONFIRMATION
from enrolment.relation.invited import differs_from_said
from enrolment.relation.marked_days import marked_in
from enrolment.relation.remarks import remarks_to_worker
from enrolment.roles import DOMESTIC_WORKER
from regime.periods import month_after
from regime.sentences import Sentence
from web.casework.action_forms import page_for
from web.casework.case_page import past
from web.casework.own_cases import me_as_worker, page_of_case
from web.casework.task_cases import task_rows
from web.edge.clock import today
from web.edge.language import long_day, t
from web.edge.transactions import database, reading
from web.forms.answers import pay_words, weekday_words
from web.forms.fields import Length, LongText, PageForm, Radios, Required, choices
from web.hers.invitations import own_rows
from web.hers.month_view import shown_month
from web.hers.statements import Statement, declared, own_relations
from web.home.household_rows import changes_of, terms_of_today
from web.home.marked_pages import marked_rows
from web.home.month_strips import strips_of
from workflow.definition import has_tag

blueprint = Blueprint("worker_area", __name__, url_prefix="/me")
MONTHS_BACK = 11
MOST_WRITTEN = 3000
WRONG = ("not_working", "days", "pay", "dates", "other")


class DisputeForm(PageForm):
    """What is not true, and whether her employer may be told."""

    wrong = Radios("mycover.wrong", [Required("mycover.wrong_missing")], choices=choices("mycover.wrong", WRONG))
    words = LongText("mycover.words", [Required("mycover.words_missing"), Length("form.too_long", most=MOST_WRITTEN)])
    tell = Radios("mycover.tell", [Required("mycover.tell_missing")], choices=choices("mycover.tell", ("no", "yes")))

    def as_comment(self) -> str:
        """The three answers as the caseworker reads them."""
        return "\n".join(
            (t(f"mycover.wrong.{self.wrong.data}"), self.words.data or "", t(f"mycover.tell.{self.tell.data}"))
        )


@blueprint.get("")
def show() -> ResponseReturnValue:
    """This month large, the months before, and every household that has enrolled her."""
    worker = me_as_worker()
    month = today().replace(day=1)
    known = cover_of(reading(), worker.id, month) if worker else None
    earlier = (
        covers_between(reading(), worker.id, month_after(month, -MONTHS_BACK), month_after(month, -1)) if worker else []
    )
    return render_template(
        "person/show.html",
        month=month,
        shown=shown_month(worker.id, month) if worker and known else None,
        preserved=preserved_care_of(reading(), worker.id, today()) if worker else None,
        day_care=day_care_of(reading(), worker.id, today()) if worker else None,
        earlier=earlier[::-1],
        relations=[_relation(case) for case in own_relations()],
        to_do=task_rows(reading(), DOMESTIC_WORKER, worker.id) if worker else [],
        started=own_rows(),
    )


@blueprint.get("/months/<month>")
def one_month(month: str) -> ResponseReturnValue:
    """Why the answer of an earlier month is what it is."""
    worker = me_as_worker() or abort(404)
    first = _month(month)
    if cover_of(reading(), worker.id, first) is None:
        abort(404)
    return render_template("person/month.html", month=first, shown=shown_month(worker.id, first))


@blueprint.get("/relations/<uuid:affiliation_id>")
def relation(affiliation_id: UUID) -> ResponseReturnValue:
    """What one household has declared, to be confirmed or disputed."""
    case, confirmation = declared(affiliation_id)
    page = page_of_case(confirmation) if confirmation else None
    timeline = past(reading(), page) if page else []
    return render_template(
        "person/relation.html",
        case=case,
        page=page,
        timeline=timeline,
        household=case.household.person.full_name,
        facts=_facts(case),
        remarks=(
            *_differences(case),
            *remarks_to_worker(case, today(), database().settings.policies),
            *changes_of(case, today()),
        ),
        strips=strips_of(case) if has_tag(case, "in_force") else (),
        marked=[words for words, _ in marked_rows(case, marked_in(reading(), case.id))],
    )


DISPUTE = Statement("dispute", DisputeForm, "person/dispute.html", "mycover.dispute.done")


@blueprint.get("/relations/<uuid:affiliation_id>/dispute")
def dispute(affiliation_id: UUID) -> ResponseReturnValue:
    """Say what is not true."""
    return DISPUTE.ask(affiliation_id)


@blueprint.post("/relations/<uuid:affiliation_id>/dispute")
def make_dispute(affiliation_id: UUID) -> ResponseReturnValue:
    """Send what is not true to the office."""
    return DISPUTE.send(affiliation_id)


def _relation(case: Affiliation) -> dict[str, object]:
    confirmation = confirmation_of(reading(), case.id)
    return {
        "case": case,
        "household": case.household.person.full_name,
        "days": weekday_words(case.weekdays),
        "page": page_of_case(case),
        "said": page_of_case(confirmation) if confirmation else None,
    }


def _differences(case: Affiliation) -> tuple[Sentence, ...]:
    found = differs_from_said(reading(), case)
    return (found,) if found is not None else ()


def _facts(case: Affiliation) -> list[tuple[str, str]]:
    terms = terms_of_today(case, today())
    rows = [
        ("household.days", weekday_words(terms.weekdays)),
        ("household.pay", pay_words(terms, today())),
        ("address.work", address_words(case.place or case)),
        ("wizard.began_on", long_day(case.began_on) if case.began_on else None),
        ("household.enrolled_from", long_day(case.enrolled_from) if case.enrolled_from else None),
        ("household.ended_on", long_day(case.ended_on) if case.ended_on else None),
    ]
    return [(t(term), value) for term, value in rows if value]


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        abort(404)


page_for(
    CONFIRMATION.name,
    "dispute",
    lambda case, roles: (
        url_for("worker_area.dispute", affiliation_id=case.affiliation_id) if DOMESTIC_WORKER in roles else None
    ),
)
