"""How the cases about dues are called and summarised on the generic pages."""

from typing import Any

from sqlalchemy.orm import Session

from enrolment.labour.dues_models import NotReceived
from enrolment.labour.labour_dues import LABOUR_DUES
from enrolment.labour.not_received import NOT_RECEIVED
from enrolment.models import Affiliation, Household
from web.casework.case_summaries import Description, Section, Summary, describe_cases
from web.casework.enrolment_cases import facts, worker_behind
from web.casework.timeline import Reader
from web.edge.language import say, t


def describe() -> None:
    """Make both procedures known to the generic pages."""
    describe_cases(LABOUR_DUES.name, Description(worker_behind, _summary))
    describe_cases(NOT_RECEIVED.name, Description(worker_behind, _summary))


def _summary(session: Session, case: Any, _reader: Reader) -> Summary:
    affiliation = session.get_one(Affiliation, case.affiliation_id)
    household = session.get_one(Household, affiliation.household_id)
    parts = facts(
        ("case.household", household.person.full_name),
        ("case.worker", affiliation.worker_given_name),
        ("fact.began_on", affiliation.began_on),
        ("fact.ended_on", affiliation.ended_on),
        ("dues.concept", say(f"not_received.choice.{case.subject}") if isinstance(case, NotReceived) else None),
    )
    return Summary(heading=t("dues.concept"), sections=(Section(t("case.relation"), parts),), personal=True)
