"""Every procedure of labour inspection: importing this module declares them all."""

from inspection.files.file import INSPECTION_FILE
from inspection.follow_up.insuring import INSURANCE_FOLLOW_UP
from inspection.follow_up.judicial_entry import JUDICIAL_ENTRY
from inspection.intake.complaint import COMPLAINT
from inspection.protection.worker_protection import WORKER_PROTECTION
from inspection.sanction.challenge import CHALLENGE
from inspection.sanction.sanction import SANCTION
from inspection.service.serving import SERVICE_OF_ACT
from inspection.visit.absence import ABSENCE
from inspection.visit.credential import CREDENTIAL
from inspection.visit.inspection import INSPECTION
from workflow.definition import Workflow

LIFECYCLES: tuple[Workflow, ...] = (
    INSPECTION_FILE,
    COMPLAINT,
    WORKER_PROTECTION,
    INSPECTION,
    CREDENTIAL,
    ABSENCE,
    INSURANCE_FOLLOW_UP,
    SERVICE_OF_ACT,
    JUDICIAL_ENTRY,
    SANCTION,
    CHALLENGE,
)
