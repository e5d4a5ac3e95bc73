"""How payment exceptions and refunds speak of their cases: what arrived, whose it is, what would be right to do."""

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, ContributionPeriod, Household
from enrolment.money.clabe import masked_clabe
from enrolment.money.exception_models import PaymentException, Refund
from enrolment.money.payment_exception_rules import NOT_IDENTIFIED
from enrolment.money.payment_fates import Fate
from enrolment.money.payment_lines import normal
from enrolment.money.payment_models import PaymentFile, PaymentRow
from enrolment.money.refund_rules import apart_of
from enrolment.queries import worker_name
from regime.policies import Policies
from regime.sentences import Sentence
from web.casework.case_links import visible_cases
from web.casework.case_search import name_matches
from web.casework.case_summaries import Section, Summary
from web.casework.enrolment_cases import facts, masked, months
from web.casework.timeline import Reader
from web.edge.language import money, say, t
from workflow.people import Person
from workflow.stored import loads


def exception_named(session: Session, case: Any) -> str:
    """The fate and the amount of a row; whoever paid, masked, where that is known."""
    sum_of = money(case.amount) if case.amount is not None else t("case.unknown")
    household = session.get(Household, case.household_id) if case.household_id else None
    who = _masked(household.person) if household else t("money.nobody_known")
    return f"{t(f'fate.{case.fate}')} · {sum_of} · {who}"


def refund_named(session: Session, case: Any) -> str:
    """Whose refund, masked, and how much."""
    person = session.get_one(Household, case.household_id).person
    return f"{_masked(person)} · {money(case.asked_amount)}"


def exception_summary(session: Session, case: Any, reader: Reader) -> Summary:
    """The row as it stood, why it is on the list, whose money it is, and the step that would be right."""
    row = session.get_one(PaymentRow, case.row_id)
    return Summary(
        heading=t("money.exception_of", fate=t(f"fate.{case.fate}")),
        sections=(
            *_whose(session, case),
            *([_as_written(session, row)] if reader.is_official else []),
            *_wrong_worker(session, case, row, reader),
        ),
        findings=explained(case, row),
        related=visible_cases(session, reader, _related(session, case)),
        personal=True,
    )


def explained(case: PaymentException, row: PaymentRow) -> tuple[str, ...]:
    """Why the row is on the list, what the office should do, and on which assumption."""
    said = [say(sentence) for sentence in loads(row.note or "[]")]
    return (t(f"fate.{case.fate}.explained"), *said, t(f"money.step.{case.fate}"))


def why_for_payer(case: PaymentException, row: PaymentRow) -> tuple[str, ...]:
    """The same for whoever paid, without what is meant for the office."""
    said = explained(case, row)[:-1]
    return said[:1] if case.fate in (Fate.WRONG_WORKER, *NOT_IDENTIFIED) else said


def refund_summary(session: Session, case: Any, reader: Reader) -> Summary:
    """What is asked back and why, what of it is hers, how it is to be paid."""
    person = session.get_one(Household, case.household_id).person
    whole = reader.is_official
    claim = facts(
        ("case.household", person.full_name),
        ("money.reason", t(f"money.reason.{case.reason}")),
        ("money.paid_on", case.paid_on),
        ("money.asked", money(case.asked_amount)),
        ("money.retirement_part", money(case.retirement_part) if case.retirement_part else None),
        ("money.housing_part", money(case.housing_part) if case.housing_part else None),
        ("money.granted", money(case.granted_amount) if case.granted_amount is not None else None),
        ("money.how", t("money.how.deposit" if case.by_deposit else "money.how.counter")),
        ("money.clabe", masked_clabe(case.clabe) if case.clabe else None),
        ("money.refunded_on", case.refunded_on),
        ("money.reference", case.bank_reference if whole else None),
    )
    return Summary(
        heading=t("money.refund_of", amount=money(case.asked_amount)),
        sections=(Section(t("refund.title"), claim),),
        findings=tuple(say(sentence) for sentence in refund_notices(case)) if whole else (),
        related=visible_cases(session, reader, _behind(session, case)),
        personal=True,
    )


def refund_notices(case: Refund) -> tuple[Sentence, ...]:
    """What the reader of a refund should know of the law behind it, and how sure it is."""
    said = [Sentence("money.notice.terms"), Sentence("money.notice.no_interest")]
    if case.retirement_part:
        said.append(Sentence("money.notice.retirement", {"retirement": case.retirement_part}))
    if case.housing_part:
        said += [entry for entry in apart_of(case) if entry.code == "refund.housing"]
        said.append(Sentence("money.notice.housing"))
    return tuple(said)


def moved_notice(policies: Policies) -> Sentence:
    """From which day moved money counts, and that a policy says so."""
    return Sentence(
        "money.notice.moved", {"answer": Sentence(f"policy.moved_payment_day.{policies.moved_payment_day}")}
    )


def _whose(session: Session, case: PaymentException) -> tuple[Section, ...]:
    household = session.get(Household, case.household_id) if case.household_id else None
    period = session.get(ContributionPeriod, case.period_id) if case.period_id else None
    wanted = session.get(ContributionPeriod, case.wanted_period_id) if case.wanted_period_id else None
    shown = facts(
        ("case.household", household.person.full_name if household else t("money.nobody_known")),
        ("money.line_of", _line_of(session, period) if period else None),
        ("money.arrived", money(case.amount) if case.amount is not None else None),
        ("money.loose", money(case.loose) if case.loose else None),
        ("money.short", money(case.short) if case.short else None),
        ("money.paid_on", case.paid_on),
        ("money.wanted_line", _line_of(session, wanted) if wanted else None),
        ("money.wanted_on", case.wanted_on),
    )
    return (Section(t("money.whose"), shown),)


def _line_of(session: Session, period: ContributionPeriod) -> str:
    owner = session.get_one(Affiliation, period.affiliation_id)
    return t("money.line_and_worker", line=period.line or "", name=worker_name(owner), months=months(period))


def _as_written(session: Session, row: PaymentRow) -> Section:
    name = session.get_one(PaymentFile, row.file_id).name
    written = facts(
        ("payments.file", f"{name}, {t('payments.row', number=row.number)}"),
        ("fact.line", row.line),
        ("money.bank_reference", row.reference),
        ("money.raw", row.raw),
    )
    return Section(t("money.as_written"), written)


def _wrong_worker(session: Session, case: Any, row: PaymentRow, reader: Reader) -> tuple[Section, ...]:
    """Both workers of a row that names another one than its line: for officials, who are asked which is right."""
    if row.worker is None or case.household_id is None or not reader.is_official:
        return ()
    mine = select(Affiliation).where(Affiliation.household_id == case.household_id)
    meant = next((a for a in session.scalars(mine) if row.worker in (a.worker_curp, a.worker_nss)), None)
    own = worker_name(meant) if meant else t("money.not_of_household")
    return (Section(t("money.named_in_row"), facts(("money.named_worker", own))),)


def _related(session: Session, case: PaymentException) -> list[Any]:
    periods = [session.get(ContributionPeriod, found) for found in (case.period_id, case.wanted_period_id) if found]
    refunds = session.scalars(select(Refund).where(Refund.exception_id == case.id).order_by(Refund.id))
    return [*(period for period in periods if period is not None), *refunds]


def _behind(session: Session, case: Refund) -> list[Any]:
    found: list[Any] = []
    for model, key in ((PaymentException, case.exception_id), (ContributionPeriod, case.period_id)):
        entry = session.get(model, key) if key else None
        found += [entry] if entry is not None else []
    return found


def _masked(person: Person) -> str:
    return masked(person.given_name, person.first_surname, person.second_surname)


def exceptions(text: str) -> ColumnElement[bool]:
    """By the line that was paid, or the name of whoever paid."""
    rows = select(PaymentRow.id).where(PaymentRow.line == normal(text))
    return PaymentException.row_id.in_(rows) | PaymentException.household_id.in_(_households(text))


def refunds(text: str) -> ColumnElement[bool]:
    """By the name of the household."""
    return Refund.household_id.in_(_households(text))


def _households(text: str) -> Any:
    columns = [Person.__table__.columns[name] for name in ("given_name", "first_surname", "second_surname")]
    people = select(Household.id).join(Person, Person.id == Household.person_id)
    return people.where(name_matches(text, *columns))
