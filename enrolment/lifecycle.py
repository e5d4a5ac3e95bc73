"""Every procedure of enrolment: importing this module declares them all."""

from enrolment.attending.attendance import ATTENDANCE
from enrolment.household.delegation import DELEGATION
from enrolment.household.registration import REGISTRATION
from enrolment.household.succession import SUCCESSION
from enrolment.insurance.certified_period import CERTIFIED_PERIOD
from enrolment.insurance.situation import SITUATION
from enrolment.labour.labour_dues import LABOUR_DUES
from enrolment.labour.not_received import NOT_RECEIVED
from enrolment.money.contribution import CONTRIBUTION_PERIOD
from enrolment.money.payment_exception import PAYMENT_EXCEPTION
from enrolment.money.refund import REFUND
from enrolment.papers.issuance import ISSUANCE
from enrolment.pending.task import TASK
from enrolment.people.correction import CORRECTION
from enrolment.people.number_choice import NUMBER_CHOICE
from enrolment.people.possible_duplicate import POSSIBLE_DUPLICATE
from enrolment.people.protection import PROTECTION_MATTER
from enrolment.relation.affiliation import AFFILIATION
from enrolment.relation.awaited_end import AWAITED_END
from enrolment.relation.confirmation import CONFIRMATION
from enrolment.relation.doubt import DOUBT
from enrolment.relation.invitation import INVITATION
from workflow.definition import Workflow

LIFECYCLES: tuple[Workflow, ...] = (
    REGISTRATION,
    AFFILIATION,
    CONFIRMATION,
    CONTRIBUTION_PERIOD,
    TASK,
    DOUBT,
    INVITATION,
    POSSIBLE_DUPLICATE,
    NUMBER_CHOICE,
    DELEGATION,
    ATTENDANCE,
    SUCCESSION,
    PROTECTION_MATTER,
    CORRECTION,
    PAYMENT_EXCEPTION,
    REFUND,
    LABOUR_DUES,
    NOT_RECEIVED,
    ISSUANCE,
    CERTIFIED_PERIOD,
    AWAITED_END,
    SITUATION,
)
