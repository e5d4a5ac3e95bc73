"""Where cases of enrolment lead: to the cases beside them, and for their parties to pages of their own."""

from collections.abc import Collection
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.labour.dues_models import LabourDues, NotReceived
from enrolment.models import Affiliation, Confirmation, ContributionPeriod, Household, Registration
from enrolment.money.exception_models import PaymentException, Refund
from enrolment.roles import DOMESTIC_WORKER, speaks_for_household
from web.casework import case_words
from web.casework.case_summaries import Related
from web.casework.timeline import Reader
from web.edge.clock import now
from web.edge.language import month, t
from workflow.context import Role
from workflow.definition import workflow_of
from workflow.engine import context_of

PERIODS_SHOWN = 13


def related_to_affiliation(session: Session, case: Affiliation, reader: Reader, but: Any = None) -> tuple[Related, ...]:
    """The relation itself, its confirmation, its latest periods, and the registration of its household."""
    latest = ContributionPeriod.first_month.desc()
    periods = select(ContributionPeriod).where(ContributionPeriod.affiliation_id == case.id).order_by(latest)
    household = session.get_one(Household, case.household_id)
    others = [
        *session.scalars(select(Registration).where(Registration.person_id == household.person_id)),
        case if but is not None else None,
        session.scalar(select(Confirmation).where(Confirmation.affiliation_id == case.id)),
        *session.scalars(periods.limit(PERIODS_SHOWN)),
    ]
    shown = but if but is not None else case
    return visible_cases(session, reader, [other for other in others if other is not None and other.id != shown.id])


def related_to_period(session: Session, case: ContributionPeriod, reader: Reader) -> tuple[Related, ...]:
    """The relation whose contributions these are."""
    return visible_cases(session, reader, [session.get_one(Affiliation, case.affiliation_id)])


def visible_cases(session: Session, reader: Reader, cases: list[Any]) -> tuple[Related, ...]:
    """Of several cases those in which the reader is somebody, as the lines of a list."""
    found = []
    for case in cases:
        workflow = workflow_of(type(case))
        roles = context_of(session, case, reader.actor, now()).roles
        if not roles:
            continue
        title = case_words.title(workflow)
        label = (
            t("case.period_in_list", title=title, month=month(case.first_month)) if hasattr(case, "months") else title
        )
        href = url_for("cases.show", workflow=workflow.name, case_id=case.id)
        state, kind = case_words.state_label(workflow, case.state, roles), case_words.state_kind(workflow, case.state)
        found.append(Related(label, href, state, kind))
    return tuple(found)


def own_page(case: Any, roles: Collection[Role]) -> str | None:
    """The page on which a party knows a case, plainer than that of officials; None if there is none for the reader."""
    if speaks_for_household(roles):
        return _of_household(case)
    if DOMESTIC_WORKER in roles:
        return _of_worker(case)
    return None


def _of_household(case: Any) -> str | None:
    if isinstance(case, ContributionPeriod):
        return url_for("payment_slip.show", period_id=case.id)
    if isinstance(case, PaymentException):
        return url_for("own_money.exception", exception_id=case.id)
    if isinstance(case, Refund):
        return url_for("own_money.refund", refund_id=case.id)
    if isinstance(case, LabourDues | NotReceived):
        return url_for("dues.show", affiliation_id=case.affiliation_id)
    if isinstance(case, Affiliation):
        return url_for("household.worker", affiliation_id=case.id)
    return url_for("household.show") if isinstance(case, Registration) else None


def _of_worker(case: Any) -> str | None:
    if isinstance(case, ContributionPeriod):
        return url_for("worker_area.show")  # what she asks is her days of the month, over all households
    if isinstance(case, Confirmation):
        return url_for("worker_area.relation", affiliation_id=case.affiliation_id)
    if isinstance(case, LabourDues | NotReceived):
        return url_for("my_dues.mine", affiliation_id=case.affiliation_id)
    return None
