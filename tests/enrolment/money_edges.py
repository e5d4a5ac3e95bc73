"""Every way of money that settles no line, of refunds and of lines that run late, for the test of all edges."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.models import Affiliation, ContributionPeriod
from enrolment.money.exception_models import PaymentException, Refund
from enrolment.money.payment_models import PaymentFile, PaymentRow
from enrolment.people.invented import invented_person
from tests.enrolment.parties import LIVE_IN, Payer, affiliation, household, official, periods
from tests.enrolment.taking import taking, transferred
from workflow.columns import new_id
from workflow.context import THE_SYSTEM, Actor
from workflow.engine import open_case
from workflow.people import Login

FEW = Decimal(100)
NOTHING = Decimal(0)


class Counter:
    """A household with lines to pay, the office, and rows of a bank that settle none of them."""

    def __init__(self, session: Session, at: datetime) -> None:
        self.session, self.at, self.day = session, at, at.date()
        self.payer: Payer = household(session, at, 800)
        self.clerk, self.chief = official(session, at), official(session, at, "supervisor")
        self.take = taking(session, at)
        self.relation: Affiliation = affiliation(session, self.payer, at, invented_person(801), self.day, terms=LIVE_IN)
        self.ahead = periods(session, self.relation)[-1]
        file = PaymentFile(id=new_id(), sha256="e" * 64, name="banco.csv", imported_at=at, imported_by="system", rows=1)
        session.add(file)
        session.flush()
        self.file_id, self.rows = file.id, 0

    def arisen(self, fate: str = "over", loose: Decimal = FEW) -> PaymentException:
        """A case about a row; whose money it is, is not known of a line that nobody knows."""
        self.rows += 1
        known = fate != "unknown_line"
        period = self.ahead.id if known else None
        row = PaymentRow(id=new_id(), file_id=self.file_id, number=self.rows, raw="", fate=fate, period_id=period)
        self.session.add(row)
        self.session.flush()
        facts = {
            "row_id": row.id,
            "fate": fate,
            "amount": loose or FEW,
            "loose": loose,
            "paid_on": self.day,
            "period_id": period,
            "household_id": self.relation.household_id if known else None,
            "office": self.relation.office if known else None,
        }
        opened = open_case(self.session, PaymentException, "arise", THE_SYSTEM, self.at, data=facts)
        return opened.case  # type: ignore[no-any-return]

    def refund_of(self, case: PaymentException) -> Refund:
        """The latest refund of the money of an exception."""
        found = select(Refund).where(Refund.exception_id == case.id).order_by(Refund.id.desc()).limit(1)
        return self.session.scalars(found).one()

    def steps(self, case: Any, *steps: tuple[str, Actor]) -> Any:
        """Take steps that need nothing typed."""
        for action, actor in steps:
            case = self.take(case, action, actor)
        return case


def exceptions(session: Session, at: datetime) -> None:
    """Every way of a row that settles no line by itself, and of the money asked back from it."""
    desk = Counter(session, at)
    take, clerk, payer, system = desk.take, desk.clerk, desk.payer.actor, THE_SYSTEM
    wanted = {"wanted_period_id": desk.ahead.id}

    def asked(*steps: tuple[str, Actor]) -> PaymentException:
        return take(desk.steps(desk.arisen(), *steps), "request", payer, **wanted)  # type: ignore[no-any-return]

    take(asked(("ask", clerk)), "assign", clerk)
    rest = desk.arisen(loose=desk.ahead.missing + FEW)
    rest = take(take(rest, "request", payer, **wanted), "assign_part", clerk)
    desk.steps(rest, ("complete", system))
    desk.ahead = periods(session, affiliation(session, desk.payer, at, invented_person(802), desk.day, terms=LIVE_IN))[
        -1
    ]
    wanted = {"wanted_period_id": desk.ahead.id}
    moved = transferred(session, at, asked())
    moved = transferred(session, at, take(moved, "withdraw_request", payer))
    desk.steps(moved, ("take", clerk), ("put_back", clerk), ("take", clerk), ("complete", system))
    silent = (("ask", clerk), ("answer", payer), ("ask", clerk), ("remain_silent", system))
    declined = take(desk.steps(desk.arisen(), *silent), "request", payer, **wanted)
    given_back(desk, desk.steps(declined, ("decline", clerk), ("ask_refund", payer)))
    given_back_late(desk, desk.steps(desk.arisen(), ("ask_refund", payer)))
    not_given_back(desk, desk.steps(desk.arisen(), ("ask", clerk), ("ask_refund", payer)), wanted)
    desk.steps(desk.arisen(), ("ask", clerk), ("complete", system))
    for steps in ((), (("take", clerk),), (("ask", clerk),)):
        desk.steps(desk.arisen(), *steps, ("prescribe", system))
    desk.steps(asked(), ("prescribe", system))
    for steps in ((), (("take", clerk),)):
        desk.steps(desk.arisen(), *steps, ("open_refund", clerk))
        desk.steps(desk.arisen("duplicate", NOTHING), *steps, ("confirm_movement", clerk))
        desk.steps(desk.arisen("duplicate", NOTHING), *steps, ("mark_seen", clerk), ("reopen", clerk))
        typed = {"line": desk.ahead.line, "amount": FEW, "paid_on": desk.day}
        take(desk.steps(desk.arisen("unknown_line"), *steps), "identify", clerk, **typed)


def given_back(desk: Counter, case: PaymentException) -> None:
    """A refund that waits for an answer twice, once in vain, changes its account on the way and is paid."""
    take, clerk, payer = desk.take, desk.clerk, desk.payer.actor
    cash = {"by_deposit": False, "clabe": None}
    refund = transferred(desk.session, desk.at, take(desk.refund_of(case), "set_account", payer, **cash))
    refund = take(take(refund, "review", clerk), "set_account", payer, **cash)
    refund = take(transferred(desk.session, desk.at, refund), "fall_late", THE_SYSTEM)
    refund = take(take(refund, "request_information", clerk), "set_account", payer, **cash)
    refund = desk.steps(refund, ("fall_late", THE_SYSTEM), ("expire", THE_SYSTEM), ("request_information", clerk))
    refund = take(take(refund, "answer", payer), "grant", clerk, granted_amount=refund.asked_amount)
    refund = transferred(desk.session, desk.at, take(refund, "set_account", payer, **cash))
    take(refund, "pay_back", clerk, refunded_on=desk.day, bank_reference=None)


def given_back_late(desk: Counter, case: PaymentException) -> None:
    """A refund that nobody decides in time and that is paid after its day."""
    refund = desk.steps(desk.refund_of(case), ("fall_late", THE_SYSTEM), ("review", desk.clerk))
    refund = desk.take(refund, "grant", desk.clerk, granted_amount=refund.asked_amount)
    refund = transferred(desk.session, desk.at, desk.take(refund, "fall_late", THE_SYSTEM))
    desk.take(refund, "pay_back", desk.clerk, refunded_on=desk.day, bank_reference=None)


def not_given_back(desk: Counter, case: PaymentException, wanted: dict[str, Any]) -> None:
    """Refunds that the household withdraws in every state, one that is refused, and one that is looked at again."""
    clerk, payer = desk.clerk, desk.payer.actor
    case = desk.session.get_one(PaymentException, desk.steps(desk.refund_of(case), ("withdraw", payer)).exception_id)
    case = desk.steps(desk.take(case, "request", payer, **wanted), ("ask_refund", payer))
    desk.steps(desk.refund_of(case), ("review", clerk), ("withdraw", payer))
    desk.steps(case, ("ask_refund", payer))
    desk.steps(desk.refund_of(case), ("review", clerk), ("request_information", clerk), ("withdraw", payer))
    period = periods(desk.session, desk.relation)[-1]
    claim = {"household_id": desk.relation.household_id, "period_id": period.id, "reason": "other"}
    asked = open_case(
        desk.session, Refund, "ask", payer, desk.at, data={**claim, "asked_amount": FEW}, comment="Pagué de más."
    ).case
    desk.steps(asked, ("review", clerk), ("refuse", clerk), ("reconsider", desk.chief))


def lines_in_time(session: Session, at: datetime) -> ContributionPeriod:
    """What a household does with lines besides paying them; answers with one that is overdue."""
    who, take, day = household(session, at, 850), taking(session, at), at.date()
    case = affiliation(session, who, at, invented_person(851), day, terms=LIVE_IN)
    after, ahead = periods(session, case)

    def mine(period: ContributionPeriod) -> None:
        take(period, "repeat_line", who.actor)
        take(period, "name_payer", who.actor, payer_id=who.person_id)

    take(ahead, "look_again", THE_SYSTEM)
    mine(ahead)
    take(service.record_payment(session, ahead, FEW, day, at).case, "look_again", THE_SYSTEM)
    mine(ahead)
    take(take(ahead, "lapse", THE_SYSTEM), "replace_line", who.actor)
    take(take(after, "issue", who.actor), "fall_overdue", THE_SYSTEM)
    mine(after)
    return after


def lines_late(session: Session, at: datetime, after: ContributionPeriod) -> None:
    """A line that is issued anew with surcharges, which are paid after the contributions."""
    take, who = taking(session, at), session.get_one(Affiliation, after.affiliation_id).household
    take(after, "charge", THE_SYSTEM)
    service.record_payment(session, after, after.amount - after.paid_amount, at.date(), at)
    payer = session.scalars(select(Login).where(Login.person_id == who.person_id)).unique().one().as_actor()
    take(after, "name_payer", payer, payer_id=who.person_id)
    service.record_payment(session, after, after.missing, at.date(), at)
