"""Every procedure of enrolment: importing this module declares them all."""

from enrolment.affiliation import AFFILIATION
from enrolment.confirmation import CONFIRMATION
from enrolment.contribution import CONTRIBUTION_PERIOD
from enrolment.delegation import DELEGATION
from enrolment.doubt import DOUBT
from enrolment.number_choice import NUMBER_CHOICE
from enrolment.possible_duplicate import POSSIBLE_DUPLICATE
from enrolment.registration import REGISTRATION
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
)
