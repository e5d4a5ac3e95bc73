"""What a sanction looks at beside its own row: breaches, reasons, filings, earlier fines, and who did what in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from inspection.authorities import Authority, authorities
from inspection.files.file import Filed, surroundings
from inspection.files.wishes import names_complainant
from inspection.models import InspectionFile
from inspection.roles import (
    DIRECTOR,
    EMPLOYER,
    INTAKE,
    LEGAL_OFFICER,
    NOTIFIER,
    SANCTIONER,
    SUPERIOR,
    roles_in,
)
from inspection.sanction.sanction_models import Challenge, Sanction, SanctionBreach, SanctionCriterion, SanctionFiling
from inspection.visit.acta import is_intact
from inspection.visit.inspection_models import Inspection
from inspection.visit.look import look as look_at_inspection
from regime.fines import Breach, Earlier, FineStatement, fines
from regime.policies import Policies
from workflow.context import Actor, Role
from workflow.definition import is_tagged
from workflow.tables import Event

SEEN = frozenset({INTAKE, DIRECTOR, NOTIFIER, LEGAL_OFFICER, SANCTIONER, SUPERIOR, EMPLOYER})


@dataclass(frozen=True, kw_only=True)
class Sanctioning(Filed):
    """The file, everything written down so far, and who took a step as what (`took_as`, logins by code of role).

    `names_her(text)` says whether a text betrays who complained, if anybody did.
    """

    folio: str
    rules: Authority
    names_her: Callable[[str], bool]
    breaches: Sequence[Any] = ()
    criteria: Mapping[str, str]
    filings: Sequence[Any] = ()
    earlier: Mapping[int, Earlier]
    took_as: Mapping[str, frozenset[str]]
    policies: Policies
    acta_intact: Callable[[], bool]

    @property
    def proved(self) -> list[Any]:
        """The breaches that the evidence proves and whose fine was not withdrawn."""
        return [breach for breach in self.breaches if breach.proved and breach.withdrawn_on is None]

    def filed(self, kind: str) -> list[Any]:
        """What was filed of a kind, the oldest first."""
        return [filing for filing in self.filings if filing.kind == kind]

    def statement(self, case: Any, day: date) -> FineStatement:
        """The fines of what is proved, if they are decided on a day. Raises `FineRefused` like `regime.fines`."""
        breaches = [
            Breach(
                provision=breach.provision,
                violated_on=breach.violated_on,
                workers=breach.workers,
                chosen=breach.chosen,
                earlier=self.earlier.get(breach.item),
                interrupted_on=case.interrupted_on,
            )
            for breach in self.proved
        ]
        return fines(breaches, acta_on=case.acta_on, decided_on=day, policies=self.policies)


def look(session: Session, case: Any) -> Sanctioning:
    """The sanction as it stands."""
    file = session.get_one(InspectionFile, case.file_id)
    breaches = rows_of(session, SanctionBreach, case.id)
    return Sanctioning(
        **shared(session, file),
        breaches=breaches,
        criteria={row.criterion: row.reason for row in rows_of(session, SanctionCriterion, case.id)},
        filings=rows_of(session, SanctionFiling, case.id),
        earlier=earlier_fines(session, file, case, {breach.item for breach in breaches}),
        took_as=took_as(session, case.id),
        policies=session.info["settings"].policies,
        acta_intact=lambda: acta_is_intact(session, case.inspection_id),
    )


def shared(session: Session, file: InspectionFile) -> dict[str, Any]:
    """What sanction and challenge share: the surroundings of the file, its folio, the rules of its authority."""
    filed = surroundings(session, file)
    known = {name: getattr(filed, name) for name in Filed.__dataclass_fields__}
    return {
        **known,
        "folio": file.folio,
        "rules": authorities(session).of(file.office),
        "names_her": lambda text: names_complainant(session, file, text),
    }


def rows_of(session: Session, model: type[Any], sanction_id: UUID) -> tuple[Any, ...]:
    """The rows of a sanction as they are stored now, in the order of the checklist or of their coming."""
    session.flush()
    order = model.item if hasattr(model, "item") else model.id
    mine = select(model).where(model.sanction_id == sanction_id).order_by(order)
    return tuple(session.scalars(mine.execution_options(populate_existing=True)))


def took_as(session: Session, case_id: UUID) -> dict[str, frozenset[str]]:
    """Who took steps in a case, by the role in which they did."""
    found: dict[str, set[str]] = {}
    steps = select(Event.role, Event.actor).where(Event.case_id == case_id).distinct()
    for role, actor in session.execute(steps):
        found.setdefault(role, set()).add(actor)
    return {role: frozenset(actors) for role, actors in found.items()}


def acta_is_intact(session: Session, inspection_id: UUID) -> bool:
    """Whether the acta still says what it said when it was closed; one that was never closed has nothing to change."""
    inspection = session.get_one(Inspection, inspection_id)
    return inspection.acta_digest is None or is_intact(inspection, look_at_inspection(session, inspection))


def earlier_fines(session: Session, file: InspectionFile, case: Any, items: set[int]) -> dict[int, Earlier]:
    """The latest firm fine of the same employer for each item, from an acta before this one (LFT 992)."""
    same = [
        column == value
        for column, value in (
            (InspectionFile.id, file.id),
            (InspectionFile.employer_person_id, file.employer_person_id),
            (InspectionFile.household_id, file.household_id),
        )
        if value is not None
    ]
    rows = (
        select(SanctionBreach.item, Sanction.acta_on, SanctionBreach.per_worker)
        .join(Sanction, Sanction.id == SanctionBreach.sanction_id)
        .join(InspectionFile, InspectionFile.id == Sanction.file_id)
        .where(or_(*same), Sanction.id != case.id, is_tagged(Sanction, "stands"), SanctionBreach.item.in_(items))
        .where(SanctionBreach.per_worker.is_not(None), SanctionBreach.withdrawn_on.is_(None))
        .where(Sanction.acta_on < case.acta_on)
        .order_by(Sanction.acta_on)
    )
    return {item: Earlier(acta_on, amount) for item, acta_on, amount in session.execute(rows) if amount is not None}


def roles_of(actor: Actor, case: Any, around: Sanctioning) -> frozenset[Role]:
    """Officers of the authority, and the employer from when the procedure was served on her."""
    roles = roles_in(actor, case.office, employer=around.employer_person, worker=around.worker_person)
    untold = frozenset({EMPLOYER}) if case.served_at is None else frozenset()
    return roles & SEEN - untold


@dataclass(frozen=True, kw_only=True)
class Challenging(Filed):
    """The file, what the challenged sanction is like, and who decided it (logins as events name them)."""

    folio: str
    rules: Authority
    names_her: Callable[[str], bool]
    sanction: Sanction
    decided_by: frozenset[str]


def look_at_challenge(session: Session, case: Any) -> Challenging:
    """The challenge as it stands."""
    file = session.get_one(InspectionFile, case.file_id)
    sanction = session.get_one(Sanction, case.sanction_id)
    took = took_as(session, sanction.id)
    decided_by = took.get(SANCTIONER.code, frozenset()) | took.get(LEGAL_OFFICER.code, frozenset())
    return Challenging(**shared(session, file), sanction=sanction, decided_by=decided_by)


def challenge_roles(actor: Actor, case: Any, around: Challenging) -> frozenset[Role]:
    """Officers of the authority, and the employer whose challenge it is."""
    roles = roles_in(actor, case.office, employer=around.employer_person, worker=around.worker_person)
    return roles & frozenset({INTAKE, LEGAL_OFFICER, SUPERIOR, EMPLOYER})


def local_day_of(moment: datetime, around: Any) -> date:
    """The day of a moment on the clock of the place."""
    return moment.astimezone(around.zone).date()


def awaited_challenges(session: Session, sanction_id: UUID) -> list[Challenge]:
    """Those, and the ones whose answer was decided and has not reached the employer yet."""
    untold = and_(is_tagged(Challenge, "answered"), Challenge.decided_on.is_not(None), Challenge.effective_on.is_(None))
    mine = select(Challenge).where(Challenge.sanction_id == sanction_id, or_(is_tagged(Challenge, "open"), untold))
    return list(session.scalars(mine.execution_options(populate_existing=True)))


def open_challenges(session: Session, sanction_id: UUID) -> list[Challenge]:
    """The challenges of a sanction that are not decided yet."""
    mine = select(Challenge).where(Challenge.sanction_id == sanction_id, is_tagged(Challenge, "open"))
    return list(session.scalars(mine))
