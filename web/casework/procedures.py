"""What each procedure adds to the generic pages of cases: how its cases are called, summarised, found and acted on."""

from enrolment.household.registration import REGISTRATION
from enrolment.money.contribution import CONTRIBUTION_PERIOD
from enrolment.money.payment_exception import PAYMENT_EXCEPTION
from enrolment.money.refund import REFUND
from enrolment.pending.task import TASK
from enrolment.people.correction import CORRECTION
from enrolment.people.protection import PROTECTION_MATTER
from enrolment.relation.affiliation import AFFILIATION
from enrolment.relation.confirmation import CONFIRMATION
from enrolment.relation.doubt import DOUBT
from web.casework import (
    certificate_cases,
    dues_cases,
    enrolment_actions,
    enrolment_cases,
    enrolment_search,
    identity_cases,
    invitation_cases,
    payment_case_forms,
    payment_cases,
    succession_cases,
    task_cases,
)
from web.casework.case_search import search_for
from web.casework.case_summaries import Description, describe_cases
from web.home import corrections, doubts, dues_forms
from web.inspection import (
    absence_pages,
    complaint_forms,
    entry_pages,
    file_pages,
    insurance_pages,
    sanction_pages,
    service_pages,
    visit_pages,
)
from web.officials import protection

# Importing the forms is what makes them known.
__all__ = ["dues_forms", "enrolment_actions", "install", "payment_case_forms"]


def install() -> None:
    """Make the procedures known to the generic pages."""
    about_money = payment_cases
    describe_cases(PAYMENT_EXCEPTION.name, Description(about_money.exception_named, about_money.exception_summary))
    describe_cases(REFUND.name, Description(about_money.refund_named, about_money.refund_summary))
    search_for(PAYMENT_EXCEPTION.name, about_money.exceptions)
    search_for(REFUND.name, about_money.refunds)
    described = enrolment_cases
    worker_of, worker_behind = described.worker_named, described.worker_behind
    describe_cases(REGISTRATION.name, Description(described.applicant_named, described.registration_summary))
    describe_cases(AFFILIATION.name, Description(worker_of, described.affiliation_summary))
    dues_cases.describe()
    describe_cases(CONFIRMATION.name, Description(worker_behind, described.confirmation_summary))
    describe_cases(CONTRIBUTION_PERIOD.name, Description(worker_behind, described.period_summary))
    describe_cases(PROTECTION_MATTER.name, Description(protection.named, protection.summary))
    succession_cases.describe()
    identity_cases.describe()
    invitation_cases.describe()
    describe_cases(CORRECTION.name, Description(corrections.correction_named, corrections.correction_summary))
    search_for(CORRECTION.name, corrections.corrections)
    search_for(REGISTRATION.name, enrolment_search.registrations)
    search_for(AFFILIATION.name, enrolment_search.affiliations)
    search_for(CONFIRMATION.name, enrolment_search.confirmations)
    search_for(CONTRIBUTION_PERIOD.name, enrolment_search.periods)
    certificate_cases.describe()
    describe_cases(DOUBT.name, Description(doubts.doubt_named, doubts.doubt_summary))
    search_for(DOUBT.name, doubts.doubts)
    describe_cases(TASK.name, Description(task_cases.task_named, task_cases.task_summary))
    search_for(TASK.name, task_cases.tasks)
    file_pages.describe()
    visit_pages.describe()
    absence_pages.describe()
    insurance_pages.describe()
    complaint_forms.describe()
    service_pages.describe()
    entry_pages.describe()
    sanction_pages.describe()
