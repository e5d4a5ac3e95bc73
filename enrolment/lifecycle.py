"""Every procedure of enrolment: importing this module declares them all."""

from enrolment.affiliation import AFFILIATION
from enrolment.confirmation import CONFIRMATION
from enrolment.contribution import CONTRIBUTION_PERIOD
from enrolment.registration import REGISTRATION
from enrolment.task import TASK
from workflow.definition import Workflow

LIFECYCLES: tuple[Workflow, ...] = (REGISTRATION, AFFILIATION, CONFIRMATION, CONTRIBUTION_PERIOD, TASK)
