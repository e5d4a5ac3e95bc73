"""Figures for the operator's monitoring: what waits, what is late, what failed, how many cases stand where."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from workflow import filing
from workflow.definition import WORKFLOWS, is_sealed
from workflow.periodic import HEARTBEAT
from workflow.tables import DeadlineRow, JobRun, Message

_RUNNING = DeadlineRow.status == "running"


def exposition(session: Session, at: datetime, real: datetime) -> bytes:
    """All figures in Prometheus' text format. `at` is the time of cases, `real` the time of processes."""
    registry = CollectorRegistry()
    registry.register(_Figures(session, at, real))
    return generate_latest(registry)


class _Figures:
    """Reads the figures when it is asked, all in the session's one snapshot."""

    def __init__(self, session: Session, at: datetime, real: datetime) -> None:
        self._session, self._at, self._real = session, at, real

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Every figure; called by the registry."""
        yield self._messages()
        yield _gauge("afilia_outbox_oldest_seconds", "Age of the oldest waiting message.", self._oldest())
        late = self._count(select(func.count()).where(_RUNNING, DeadlineRow.due_at <= self._at))
        yield _gauge("afilia_deadlines_overdue", "Deadlines that have passed and were not yet swept.", late)
        failing = self._count(select(func.count()).where(_RUNNING, DeadlineRow.attempts > 0))
        yield _gauge("afilia_deadlines_failing", "Deadlines whose action failed and will be tried again.", failing)
        yield _gauge("afilia_documents_waiting", "Documents that have no file yet.", filing.waiting(self._session))
        unset = filing.failing_count(self._session)
        yield _gauge("afilia_documents_failing", "Documents that could not be set or read and need a person.", unset)
        yield _gauge("afilia_heartbeat_age_seconds", "Since periodic tasks last ran; -1 if never.", self._heartbeat())
        yield self._cases()

    def _messages(self) -> GaugeMetricFamily:
        family = GaugeMetricFamily("afilia_messages", "Messages by what became of them.", labels=["status"])
        for status in ("waiting", "delivered", "dead"):
            family.add_metric([status], self._count(select(func.count()).where(Message.status == status)))
        return family

    def _cases(self) -> GaugeMetricFamily:
        family = GaugeMetricFamily("afilia_cases", "Cases by workflow and state.", labels=["workflow", "state"])
        for workflow in WORKFLOWS.values():
            if workflow.sealed:
                continue
            state = workflow.model.state
            grouped = self._session.execute(select(state, func.count()).group_by(state))
            counts: dict[str, int] = dict(grouped.all())
            for code in (code for code in workflow.state_codes if not is_sealed(workflow, code)):
                family.add_metric([workflow.name, code], counts.get(code, 0))
        return family

    def _oldest(self) -> float:
        # A message is written at the time of its case, which a demonstration moves: age is told in that time.
        oldest = self._session.scalar(select(func.min(Message.written_at)).where(Message.status == "waiting"))
        return max(self._at - oldest, timedelta()).total_seconds() if oldest else 0.0

    def _heartbeat(self) -> float:
        beat = self._session.get(JobRun, (HEARTBEAT, "latest"))
        return (self._real - beat.done_at).total_seconds() if beat else -1.0

    def _count(self, query: Select[int]) -> int:
        return self._session.scalar(query) or 0


def _gauge(name: str, help_text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, help_text, value=value)
