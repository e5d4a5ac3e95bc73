"""The lines of a household's money: payments that wait for its decision, refunds it has asked for."""

from flask import url_for

from enrolment.models import Affiliation, ContributionPeriod
from enrolment.money.exception_models import PaymentException, Refund
from enrolment.money.late_lines import NOTHING
from enrolment.money.payment_exception import PAYMENT_EXCEPTION
from enrolment.money.refund import REFUND
from enrolment.money.undue import Undue, paid_too_much
from enrolment.queries import worker_name
from enrolment.roles import HOUSEHOLD
from web.casework import case_words
from web.casework.enrolment_cases import months
from web.edge.clock import now
from web.edge.language import long_day, money, t
from web.edge.transactions import reading

MINE = (HOUSEHOLD,)
Row = tuple[str, str, str, str]


def exception_row(case: PaymentException) -> Row:
    """A payment by its day and the money that is loose of it."""
    day = long_day(case.paid_on) if case.paid_on else t("case.unknown")
    words = t("money.payment_of", day=day, amount=money(case.loose or case.amount or NOTHING))
    state = case_words.state_label(PAYMENT_EXCEPTION, case.state, MINE)
    href = url_for("own_money.exception", exception_id=case.id)
    return words, href, state, case_words.state_kind(PAYMENT_EXCEPTION, case.state)


def refund_row(case: Refund) -> Row:
    """A refund by its amount."""
    state = case_words.state_label(REFUND, case.state, MINE)
    words = t("money.refund_in_list", amount=money(case.asked_amount), day=long_day(case.asked_on))
    return words, url_for("own_money.refund", refund_id=case.id), state, case_words.state_kind(REFUND, case.state)


def too_much_rows(relation: Affiliation) -> list[tuple[str, str]]:
    """The paid months of a relation that have less to pay now, by how much and why, each with where to ask for it."""
    return [
        (_too_much(relation, period, part), url_for("own_money.ask", period_id=period.id))
        for period, parts in paid_too_much(reading(), relation, now())
        for part in parts
    ]


def _too_much(relation: Affiliation, period: ContributionPeriod, part: Undue) -> str:
    words = {"name": worker_name(relation), "months": months(period), "amount": money(part.amount)}
    return t("money.too_much.of", **words, reason=t(f"money.reason.{part.reason}"))
