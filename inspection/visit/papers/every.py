"""Every paper that the steps of an inspection issue."""

from inspection.visit.papers.acta_papers import ACTA_PAPERS
from inspection.visit.papers.agreement_papers import AGREEMENT_PAPERS
from inspection.visit.papers.door_papers import DOOR_PAPERS
from inspection.visit.papers.order_papers import ORDER_PAPERS
from inspection.visit.papers.request_papers import REQUEST_PAPERS
from inspection.visit.papers.served_papers import SERVED_PAPERS

INSPECTION_PAPERS = (
    *ORDER_PAPERS,
    *DOOR_PAPERS,
    *ACTA_PAPERS,
    *AGREEMENT_PAPERS,
    *SERVED_PAPERS,
    *REQUEST_PAPERS,
)
