"""For officials: the same worker declared by two households at one address, both relations side by side."""

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from enrolment.household.homes import address_words
from enrolment.household.same_home import PAGE, Declared, SameHome, pairs
from enrolment.relation.affiliation import AFFILIATION
from enrolment.roles import OFFICIALS
from regime.sentences import Sentence
from web.casework import case_words
from web.edge.access_log import note_read
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.language import long_day, t
from web.edge.transactions import reading
from web.forms.answers import pay_words, weekday_words
from workflow.engine import context_of

blueprint = Blueprint("same_home", __name__, url_prefix="/office/same-home")


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Every pair that nobody has looked at yet; a look at it is written down like every other."""
    found = pairs(reading(), request.args.get("after", type=UUID), PAGE + 1)
    theirs = [pair for pair in found[:PAGE] if _is_theirs(pair)]
    shown = [_compared(pair) for pair in theirs]
    more = url_for(".show", after=found[PAGE - 1].second.affiliation.id) if len(found) > PAGE else None
    looked_at = [declared.affiliation.id for pair in theirs for declared in (pair.first, pair.second)]
    for affiliation_id in looked_at:
        note_read(AFFILIATION.name, affiliation_id, Sentence("access.same_home"))
    return render_template("office/same_home.html", pairs=shown, next_href=more)


def _is_theirs(pair: SameHome) -> bool:
    """Whether both relations are the reader's to decide: of their office, and they are a party to neither."""
    return all(
        context_of(reading(), declared.affiliation, actor(), now()).roles & set(OFFICIALS)
        for declared in (pair.first, pair.second)
    )


def _compared(pair: SameHome) -> dict[str, object]:
    both = (pair.first, pair.second)
    columns = [_column(declared) for declared in both]
    rows = [(term, *values) for term, *values in zip(_TERMS, *columns, strict=True)]
    hrefs = [url_for("cases.show", workflow=AFFILIATION.name, case_id=declared.affiliation.id) for declared in both]
    names = [declared.affiliation.household.person.full_name for declared in both]
    return {"rows": [(t(term), one, other) for term, one, other in rows], "names": names, "hrefs": hrefs}


_TERMS = (
    "same_home.worker",
    "same_home.address",
    "same_home.state",
    "same_home.began_on",
    "same_home.days",
    "same_home.pay",
    "same_home.paid",
    "same_home.to_pay",
)


def _column(declared: Declared) -> tuple[str, ...]:
    case = declared.affiliation
    return (
        " ".join(filter(None, (case.worker_given_name, case.worker_first_surname, case.worker_second_surname))),
        address_words(case.place),
        case_words.state_label(AFFILIATION, case.state),
        long_day(case.began_on) if case.began_on else "",
        weekday_words(case.weekdays) or "",
        pay_words(case, today()) or "",
        t("same_home.months", count=declared.paid_months),
        t("same_home.months", count=declared.open_months),
    )
