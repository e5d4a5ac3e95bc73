"""Sanctions for tests, brought into a state by the steps of officers and of the employer; everything is invented."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from inspection.models import InspectionFile
from inspection.sanction.sanction_models import Challenge, Sanction, SanctionBreach
from inspection.visit.inspection_models import Inspection
from regime.fines import CRITERIA
from tests.inspection.visiting import Field, officer
from workflow.context import Actor
from workflow.sweep import expire
from workflow.tables import DeadlineRow

UMA = Decimal(100)


class Proceeding(Field):
    """A home that was inspected, and everybody who may sanction what was found."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.sanctioner = officer(self.session, self.at, "sanctioner", self.office)
        self.superior = officer(self.session, self.at, "superior", self.office)
        self.party: Actor = self.employer.actor

    # Into the states, one after the other.

    def requested(self, *items: int, **inspection: Any) -> Sanction:
        """What the director asks for: by default the wage (15) and the aguinaldo (28)."""
        visited = self.weighed(*(items or (15, 28)), **inspection)
        self.take(visited, "request_sanction", self.director)
        return self.sanction_of(visited)

    def sanction_of(self, visited: Inspection) -> Sanction:
        """The sanction that an inspection asked for."""
        return self.session.scalars(select(Sanction).where(Sanction.inspection_id == visited.id)).one()

    def to_serve(self, *items: int) -> Sanction:
        """Admitted."""
        return self.take(self.requested(*items), "accept", self.legal, acta_valid=True)  # type: ignore[no-any-return]

    def to_answer(self, *items: int) -> Sanction:
        """Served personally on a Monday."""
        case = self.to_serve(*items)
        self.new_week()
        return self.serve(case)

    def serve(self, case: Sanction) -> Sanction:
        """Served now."""
        return self.take(case, "served", self.notifier, delivered_at=self.at, served_to="employer")  # type: ignore[no-any-return]

    def in_default(self, *items: int) -> Sanction:
        """Nobody answered."""
        return self.pass_time(self.to_answer(*items), "answer")

    def arguments(self, *items: int, days: int = 5) -> Sanction:
        """The evidence is decided on and the time for arguments runs."""
        case = self.in_default(*items)
        case = self.take(case, "open_arguments", self.legal, arguments_days=days)
        return self.serve(case)

    def to_decide(self, *items: int) -> Sanction:
        """Everybody was heard, or could have been."""
        return self.take(self.arguments(*items), "waive_arguments", self.party)  # type: ignore[no-any-return]

    def weigh(self, case: Sanction, *, verdict: str = "proved", chosen: Decimal = UMA) -> Sanction:
        """Every breach weighed and fined, every criterion reasoned."""
        for breach in self.breaches(case):
            self.take(case, "weigh_breach", self.legal, item=breach.item, verdict=verdict)
            if verdict == "proved":
                self.take(case, "set_fine", self.legal, item=breach.item, chosen=chosen)
        for criterion in CRITERIA:
            self.take(case, "reason_criterion", self.legal, criterion=criterion)
        return case

    def decided(self, *items: int, sense: str = "convicting") -> Sanction:
        """Decided by somebody who did not conduct it."""
        verdict = "proved" if sense == "convicting" else "unproved"
        case = self.weigh(self.to_decide(*items), verdict=verdict)
        return self.take(case, "decide", self.sanctioner, sense=sense)  # type: ignore[no-any-return]

    def open_to_challenge(self, *items: int) -> Sanction:
        """Decided and served."""
        return self.serve(self.decided(*items))

    def firm(self, *items: int) -> Sanction:
        """Nobody challenged it."""
        case = self.open_to_challenge(*items)
        self.pass_time(case, "revision")
        return self.pass_time(case, "nullity")

    def challenged(self, kind: str = "nullity", **facts: Any) -> tuple[Sanction, Challenge]:
        """Challenged in time."""
        case = self.open_to_challenge()
        return case, self.challenge(case, kind, **facts)

    def challenge(self, case: Sanction, kind: str = "nullity", **facts: Any) -> Challenge:
        """Whatever the employer files against the decision now."""
        before = set(self.session.scalars(select(Challenge.id)))
        self.take(case, "challenge", self.party, kind=kind, **facts)
        return self.session.scalars(select(Challenge).where(Challenge.id.not_in(before))).one()

    def challenge_at_desk(self, case: Sanction, kind: str, stamped: date | None) -> Challenge:
        """The same, filed by an officer for her, with the stamp of who received it first."""
        before = set(self.session.scalars(select(Challenge.id)))
        self.take(case, "challenge", self.intake, kind=kind, filed_on=stamped)
        return self.session.scalars(select(Challenge).where(Challenge.id.not_in(before))).one()

    def remanded(self) -> Sanction:
        """A court annulled it so that another decision is made."""
        case, challenge = self.challenged()
        self.settle(challenge, "remand")
        return case

    def settle(self, challenge: Challenge, action: str, actor: Actor | None = None, **facts: Any) -> Challenge:
        """What the superior or a court answers, a day later."""
        self.wait(days=1)
        day = self.at.astimezone(UTC).date()
        by = actor or (self.superior if challenge.kind == "revision" else self.legal)
        days = {"decided_on": day, "effective_on": day, "reference": "12/2026", **facts}
        return self.take(challenge, action, by, **days)  # type: ignore[no-any-return]

    # What is seen and what time does.

    def to(self, year: int, month: int, day: int) -> None:
        """To a Monday, ten in the morning in Mexico City."""
        self.at = datetime(year, month, day, 16, tzinfo=UTC)
        assert self.at.weekday() == 0

    def breaches(self, case: Sanction) -> list[SanctionBreach]:
        """The breaches of a sanction as they are stored now."""
        mine = select(SanctionBreach).where(SanctionBreach.sanction_id == case.id).order_by(SanctionBreach.item)
        return list(self.session.scalars(mine.execution_options(populate_existing=True)))

    def clock(self, case: Any, code: str) -> DeadlineRow:
        """The latest clock of a code."""
        rows = select(DeadlineRow).where(DeadlineRow.case_id == case.id, DeadlineRow.code == code)
        latest = rows.order_by(DeadlineRow.armed_at.desc(), DeadlineRow.id.desc())
        return self.session.scalars(latest.execution_options(populate_existing=True)).first() or no_clock(code)

    def pass_time(self, case: Any, code: str) -> Any:
        """Let a clock run out by every calendar, and what follows from it happen."""
        row = self.clock(case, code)
        assert row.due_at is not None
        self.at = max(self.at, row.due_at + timedelta(minutes=1))
        assert expire(self.session, row.id, self.at)
        return case

    def fresh(self, case: Any) -> Any:
        """A case as it is stored now."""
        return self.session.get_one(type(case), case.id, populate_existing=True)

    def inspection_of(self, case: Sanction) -> Inspection:
        """The inspection behind a sanction."""
        return self.session.get_one(Inspection, case.inspection_id, populate_existing=True)

    def another_file(self, **facts: Any) -> InspectionFile:
        """A further file about the same employer, which later inspections are about."""
        self.file = self.new_file(**facts)
        return self.file


def no_clock(code: str) -> DeadlineRow:
    """There must be such a clock."""
    raise LookupError(code)
