"""Every procedure there is, for the tests that hold for all of them."""

from enrolment.lifecycle import LIFECYCLES as ENROLMENT
from inspection.lifecycle import LIFECYCLES as INSPECTION

LIFECYCLES = (*ENROLMENT, *INSPECTION)
