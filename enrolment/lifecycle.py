"""Every procedure of enrolment: importing this module declares them all."""

from enrolment.affiliation import AFFILIATION
from enrolment.awaited_end import AWAITED_END
from enrolment.certified_period import CERTIFIED_PERIOD
from enrolment.confirmation import CONFIRMATION
from enrolment.contribution import CONTRIBUTION_PERIOD
from enrolment.correction import CORRECTION
from enrolment.delegation import DELEGATION
from enrolment.doubt import DOUBT
from enrolment.issuance import ISSUANCE
from enrolment.labour_dues import LABOUR_DUES
from enrolment.not_received import NOT_RECEIVED
from enrolment.number_choice import NUMBER_CHOICE
from enrolment.payment_exception import PAYMENT_EXCEPTION
from enrolment.possible_duplicate import POSSIBLE_DUPLICATE
from enrolment.protection import PROTECTION_MATTER
from enrolment.refund import REFUND
from enrolment.registration import REGISTRATION
from enrolment.situation import SITUATION
from enrolment.succession import SUCCESSION
from enrolment.task import TASK
from workflow.definition import Workflow

LIFECYCLES: tuple[Workflow, ...] = (
    REGISTRATION,
    AFFILIATION,
    CONFIRMATION,
    CONTRIBUTION_PERIOD,
    TASK,
    DOUBT,
    POSSIBLE_DUPLICATE,
    NUMBER_CHOICE,
    DELEGATION,
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
