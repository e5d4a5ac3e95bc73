"""Who may fetch the papers of an inspection: officers who work it, and the employer what is meant for her."""

from enrolment.roles import DOMESTIC_WORKER
from inspection.roles import ASSESSOR, DIRECTOR, EMPLOYER, INSPECTOR, LEGAL_OFFICER, NOTIFIER

OFFICERS = (DIRECTOR, INSPECTOR, NOTIFIER, ASSESSOR, LEGAL_OFFICER)
PARTY = (EMPLOYER, *OFFICERS)
EVERYBODY_PRESENT = (*PARTY, DOMESTIC_WORKER)  # LFT 542 IV: a copy for employer and worker
