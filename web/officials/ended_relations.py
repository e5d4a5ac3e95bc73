"""The work list of certificates whose relation has ended: what nobody looked at, and what goes beyond the last day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, or_, select, tuple_

from enrolment.insurance.certified_models import CertifiedPeriod
from enrolment.insurance.certified_period import CERTIFIED_PERIOD
from enrolment.models import Affiliation
from web.casework.case_summaries import masked_name_of
from web.casework.case_words import state_kind, state_label
from web.edge.auth import actor
from web.edge.transactions import reading
from web.officials.office_queue import served_by
from workflow.context import Actor
from workflow.definition import is_tagged
from workflow.engine import roles_in

blueprint = Blueprint("ended_relations", __name__, url_prefix="/office/certificates-of-ended-relations")
PAGE = 25


@dataclass(frozen=True, slots=True)
class Row:
    """One certificate: whose it is (masked), its days, the last day of work, and whether it goes beyond that."""

    case: CertifiedPeriod
    name: str
    ended_on: date
    state: str
    kind: str

    @property
    def is_over(self) -> bool:
        """Whether certified days lie behind the last day of work."""
        return self.case.last_day > self.ended_on


@blueprint.get("")
def show() -> ResponseReturnValue:
    """The certificates, the earliest first, a page at a time."""
    found = reading().execute(_waiting(actor()).limit(PAGE + 1)).all()
    rows = [_row(case, ended_on) for case, ended_on in found[:PAGE] if ended_on and _is_theirs(case)]
    last = found[PAGE - 1][0] if len(found) > PAGE else None
    more = url_for(".show", after=f"{last.first_day}~{last.id.hex}") if last else None
    return render_template("office/ended_relations.html", rows=rows, next_href=more)


def _waiting(who: Actor) -> Select[CertifiedPeriod, date | None]:
    ended = select(CertifiedPeriod, Affiliation.ended_on).join(
        Affiliation, Affiliation.id == CertifiedPeriod.affiliation_id
    )
    waits = or_(is_tagged(CertifiedPeriod, "to_decide"), CertifiedPeriod.last_day > Affiliation.ended_on)
    ended = ended.where(is_tagged(Affiliation, "was_in_force"), is_tagged(CertifiedPeriod, "counts"), waits)
    ended = ended.where(served_by(CertifiedPeriod, who.offices))
    after = request.args.get("after", "")
    if after:
        ended = ended.where(tuple_(CertifiedPeriod.first_day, CertifiedPeriod.id) > tuple_(*_place(after)))
    return ended.order_by(CertifiedPeriod.first_day, CertifiedPeriod.id)


def _place(after: str) -> tuple[date, UUID]:
    first, _, key = after.partition("~")
    try:
        return date.fromisoformat(first), UUID(key)
    except ValueError:
        abort(404)


def _is_theirs(case: CertifiedPeriod) -> bool:
    """Whether the official may look at the case: never at one of their own people."""
    around = CERTIFIED_PERIOD.look(reading(), case)
    return any(role.decides for role in roles_in(reading(), CERTIFIED_PERIOD, actor(), case, around))


def _row(case: CertifiedPeriod, ended_on: date) -> Row:
    name = masked_name_of(reading(), CERTIFIED_PERIOD, case)
    label = state_label(CERTIFIED_PERIOD, case.state)
    return Row(case, name, ended_on, label, state_kind(CERTIFIED_PERIOD, case.state))
