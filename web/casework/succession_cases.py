"""How successions and delegations speak of their cases: who to whom, what may be paid meanwhile, what was paid."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from enrolment.household.delegation import DELEGATION
from enrolment.household.former_homes import past_homes
from enrolment.household.household_models import Delegation, Succession
from enrolment.household.succession import SUCCESSION, concerned_by
from enrolment.models import Affiliation, ContributionPeriod, Household
from enrolment.queries import worker_name
from enrolment.roles import HOUSEHOLD, SUCCESSOR
from web.casework.case_links import visible_cases
from web.casework.case_search import name_matches, search_for
from web.casework.case_summaries import Description, Section, Summary, describe_cases
from web.casework.enrolment_cases import facts, masked, months
from web.casework.timeline import Reader
from web.edge.language import long_day, money, t
from web.home.helping import rights_words
from workflow.definition import is_tagged
from workflow.people import Person, initials_of
from workflow.stored import loads

NAME = ("given_name", "first_surname", "second_surname")
Rows = tuple[tuple[str, str], ...]


def succession_summary(session: Session, case: Any, reader: Reader) -> Summary:
    """The request, and what each side needs: the lines to pay for whoever takes over, what they paid for the other."""
    concerned = concerned_by(session, case)
    sections = [Section(t("succession.request"), _asked(case)), *_described(case, reader)]
    if SUCCESSOR in reader.roles and case.state in SUCCESSION.states_tagged("may_pay"):
        sections.insert(0, Section(t("succession.to_pay"), _to_pay(session, case, concerned)))  # what matters today
    if HOUSEHOLD in reader.roles and case.handed_on is not None:
        sections.append(Section(t("succession.you_paid"), _paid_before(session, case, concerned)))
    return Summary(
        heading=t("succession.of", household=_household(case), successor=case.successor.full_name),
        sections=tuple(section for section in sections if section.rows),
        findings=_findings(session, case, reader),
        related=visible_cases(session, reader, concerned) if reader.is_official else (),
        personal=True,
    )


def _household(case: Succession) -> str:
    return case.household.person.full_name if case.household else case.employer_name or t("succession.not_found_yet")


def _asked(case: Succession) -> Rows:
    return facts(
        ("succession.successor", case.successor.full_name),
        ("succession.before", _household(case)),
        ("succession.why", t(f"succession.reason.{case.reason}")),
        ("succession.kin", t(f"succession.kin.{case.kin}")),
        ("succession.since", case.since),
        ("succession.handed_on", case.handed_on),
        ("succession.liable_until", _liable(case)),
    )


def _liable(case: Succession) -> str | None:
    return t("succession.liable", day=long_day(case.liable_until)) if case.liable_until else None


def _described(case: Succession, reader: Reader) -> Iterable[Section]:
    """What was typed to find the household by; for whoever typed it and for officials."""
    if not reader.is_official and SUCCESSOR not in reader.roles:
        return
    typed = facts(
        ("succession.line", case.line),
        ("succession.employer_name", case.employer_name),
        ("succession.employer_curp", case.employer_curp),
        ("succession.worker_name", case.worker_name),
    )
    yield Section(t("succession.described"), typed)


def _to_pay(session: Session, case: Succession, concerned: list[Affiliation]) -> Rows:
    """The lines; whoever asks reads initials until it is decided that the relations are theirs."""
    due = select(ContributionPeriod).where(
        ContributionPeriod.affiliation_id.in_([row.id for row in concerned]), is_tagged(ContributionPeriod, "payable")
    )
    rows = []
    for period in session.scalars(due.order_by(ContributionPeriod.due_day, ContributionPeriod.id)):
        is_decided = case.state in SUCCESSION.states_tagged("waits_for_registration")
        name = worker_name(period.affiliation) if is_decided else _initials(period.affiliation)
        term = t("succession.line_of", name=name, months=months(period))
        missing = (period.amount or Decimal(0)) - period.paid_amount
        rows.append((term, t("succession.pay_line", amount=money(missing), line=period.line, day=period.due_day)))
    return tuple(rows) or ((t("succession.to_pay.nothing"), t("succession.to_pay.next")),)


def _initials(relation: Affiliation) -> str:
    return initials_of(relation.worker_given_name, relation.worker_first_surname, relation.worker_second_surname)


def _paid_before(session: Session, case: Succession, concerned: list[Affiliation]) -> Rows:
    """The months that stay the former household's: it answered for them, whoever has the relation now."""
    homes = past_homes(session, [row.id for row in concerned])
    mine = select(ContributionPeriod).where(
        ContributionPeriod.affiliation_id.in_([row.id for row in concerned]),
        ContributionPeriod.paid_amount > Decimal(0),
    )
    found = session.scalars(mine.order_by(ContributionPeriod.first_month))
    return tuple(
        (
            t("succession.line_of", name=worker_name(period.affiliation), months=months(period)),
            money(period.paid_amount),
        )
        for period in found
        if homes.of(period.affiliation, period.first_month)[0] == case.household_id
    )


def _findings(session: Session, case: Succession, reader: Reader) -> tuple[str, ...]:
    if not reader.is_official or case.household_id is None:
        return ()
    others = select(Succession).where(Succession.household_id == case.household_id, Succession.id != case.id)
    asking = session.scalars(others.where(is_tagged(Succession, "open"))).all()
    return tuple(t("succession.others_ask", name=other.successor.full_name) for other in asking)


def succession_named(_session: Session, case: Any) -> str:
    """Whoever takes over, masked."""
    person = case.successor
    return masked(person.given_name, person.first_surname, person.second_surname)


def successions(text: str) -> ColumnElement[bool]:
    """By the name of whoever takes over, or of the household before."""
    people = select(Person.id).where(name_matches(text, *(Person.__table__.columns[part] for part in NAME)))
    households = select(Household.id).where(Household.person_id.in_(people))
    return or_(Succession.successor_id.in_(people), Succession.household_id.in_(households))


def delegation_summary(session: Session, case: Any, reader: Reader) -> Summary:
    """What is allowed, for whom, until when."""
    rows = facts(
        ("delegation.household", case.household.person.full_name),
        ("delegation.name", case.invited_name),
        ("delegation.rights", "; ".join(rights_words(case))),
        ("delegation.whom", _whom(session, case, reader)),
        ("delegation.until", case.until),
    )
    return Summary(
        heading=_helper_heading(case, reader), sections=(Section(t("delegation.title"), rows),), personal=True
    )


def _whom(session: Session, case: Delegation, reader: Reader) -> str:
    """For which relations: named to the household, and to a helper once they have accepted."""
    if case.relations is None:
        return t("delegation.whom.all")
    named = [session.get(Affiliation, row) for row in map(UUID, loads(case.relations))]
    if HOUSEHOLD in reader.roles or case.person_id is not None:
        return ", ".join(worker_name(row) for row in named if row)
    return t("delegation.some_of", count=len(named))


def _helper_heading(case: Delegation, reader: Reader) -> str:
    if HOUSEHOLD in reader.roles:
        return t("delegation.of", name=case.invited_name)
    return t("helping.invitation_of", name=case.household.person.full_name)


def delegation_named(_session: Session, case: Any) -> str:
    """How the household calls its helper."""
    return str(case.invited_name)


def describe() -> None:
    """Make both procedures known to the generic pages."""
    describe_cases(SUCCESSION.name, Description(succession_named, succession_summary))
    describe_cases(DELEGATION.name, Description(delegation_named, delegation_summary))
    search_for(SUCCESSION.name, successions)
