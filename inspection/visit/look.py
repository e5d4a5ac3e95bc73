"""What an inspection looks at beside its own row: the home, what was written down, who may be sent, her wish."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, DomesticWorker
from enrolment.people.concerned import is_too_close
from enrolment.roles import DOMESTIC_WORKER
from inspection.files.file import Filed, assigned_in, files_of, surroundings
from inspection.files.wishes import her_wish_allows, names_complainant
from inspection.models import InspectionFile
from inspection.roles import ASSESSOR, DIRECTOR, EMPLOYER, INSPECTOR, INTAKE, LEGAL_OFFICER, NOTIFIER, roles_in
from inspection.visit.credential import credential_fault, credential_of
from inspection.visit.credential_models import Credential
from inspection.visit.following_models import Filing, Measure
from inspection.visit.inspection_models import Inspection
from inspection.visit.record_models import BREACH, STANDS, Answer, Consent, Interview, Participant
from regime.sentences import Sentence
from workflow.context import Actor, Role
from workflow.people import Login, Person
from workflow.tables import Event

WORKER, OTHER_WORKER = "worker", "other_worker"
SEEN = frozenset({ASSESSOR, DIRECTOR, EMPLOYER, INSPECTOR, INTAKE, LEGAL_OFFICER, NOTIFIER})


@dataclass(frozen=True, kw_only=True)
class Visiting(Filed):
    """The home of the file, everything written down so far, and what can be asked about persons and wishes.

    `fault_of(login, day)` says why somebody cannot be sent, `credential_fault(login, day)` why they cannot identify
    themselves, `wish(kind, modality, day)` why nothing may be ordered, `names_her(text)` whether a text betrays who
    complained, `inspected_before(since)` which items were breached in this home since a day,
    `photographs_allowed()` whether the last written permission to enter, in force or ended, let pictures be taken.
    Papers ask `shown(login)` for an inspector's credential, `consents()` for permissions, `taken(codes)` for steps.
    """

    employer_name: str | None
    street: str | None
    municipality: str | None
    folio: str
    file_is_open: bool
    participants: Sequence[Any] = ()
    answers: Sequence[Any] = ()
    measures: Sequence[Any] = ()
    filings: Sequence[Any] = ()
    interviews: Sequence[tuple[UUID, bool]] = ()
    fault_of: Callable[[UUID | None, date], Sentence | None]
    credential_fault: Callable[[UUID, date], Sentence | None]
    wish: Callable[[str, str, date], Sentence | None]
    names_her: Callable[[str], bool]
    inspected_before: Callable[[date], frozenset[int]]
    photographs_allowed: Callable[[], bool] = lambda: False
    shown: Callable[[UUID], Credential | None]
    consents: Callable[[], Sequence[Consent]]
    taken: Callable[..., Sequence[Event]]

    @property
    def knows_her(self) -> bool:
        """Whether somebody took part as the worker whom it is about."""
        return any(one.part == WORKER and one.capacity != OTHER_WORKER for one in self.participants)

    def filed(self, kind: str) -> list[Any]:
        """What was filed of a kind, the oldest first."""
        return [filing for filing in self.filings if filing.kind == kind]

    @property
    def breaches(self) -> list[Any]:
        """The items that were found breached, whatever became of them."""
        return [answer for answer in self.answers if answer.result == BREACH]

    @property
    def standing(self) -> list[Any]:
        """The breaches that stand after the assessment; one that is presumed stands until it is disproved."""
        return [a for a in self.breaches if a.assessed == STANDS or (a.presumed and a.assessed is None)]


_WRITTEN: Mapping[str, type[Any]] = {
    "participants": Participant,
    "answers": Answer,
    "measures": Measure,
    "filings": Filing,
    "interviews": Interview,
}


def look(session: Session, case: Any) -> Visiting:
    """The inspection as it stands."""
    session.flush()
    written = {name: _rows(session, model, (case.id,)).get(case.id, ()) for name, model in _WRITTEN.items()}
    return _look(session, case, session.get_one(InspectionFile, case.file_id), written)


def look_at_each(session: Session, cases: Sequence[Any]) -> dict[UUID, Visiting]:
    """Many inspections as they stand, in as many queries for a hundred as for one."""
    ids = [case.id for case in cases]
    written = {name: _rows(session, model, ids) for name, model in _WRITTEN.items()}
    files = files_of(session, cases)
    assigned = assigned_in(session, files)
    # Held here, whoever is looked up one by one below is found in the session.
    known = [*_known(session, Person, [file.employer_person_id for file in files.values()])]
    known += (relations := _known(session, Affiliation, [file.affiliation_id for file in files.values()]))
    known += _known(session, DomesticWorker, [relation.worker_id for relation in relations])
    return {
        case.id: _look(
            session,
            case,
            files[case.file_id],
            {name: rows.get(case.id, ()) for name, rows in written.items()},
            assigned=assigned.get(case.file_id, frozenset()),
        )
        for case in cases
    }


def _look(session: Session, case: Any, file: InspectionFile, written: Mapping[str, Any], **known: Any) -> Visiting:
    return surroundings_of(
        session,
        file,
        **{**written, "interviews": tuple((one.id, one.may_be_used) for one in written["interviews"])},
        fault_of=lambda login, day: fault_of(session, case, login, day),
        inspected_before=lambda since: inspected_before(session, file, case.id, since),
        photographs_allowed=lambda: any(one.photos for one in consents_of(session, case.id)[-1:]),
        shown=lambda login: credential_of(session, login),
        consents=lambda: consents_of(session, case.id),
        taken=lambda *codes: steps_taken(session, case.id, codes),
        **known,
    )


def steps_taken(session: Session, case_id: UUID, codes: tuple[str, ...]) -> list[Event]:
    """The steps of these actions so far, the oldest first."""
    mine = select(Event).where(Event.case_id == case_id, Event.action.in_(codes))
    return list(session.scalars(mine.order_by(Event.seq)))


def _known(session: Session, model: type[Any], ids: Iterable[UUID | None]) -> list[Any]:
    wanted = {key for key in ids if key is not None}
    return list(session.scalars(select(model).where(model.id.in_(wanted))).unique()) if wanted else []


def consents_of(session: Session, inspection_id: UUID) -> list[Consent]:
    """The written permissions to enter, the oldest first; the last is the one that holds, if none has been revoked."""
    mine = select(Consent).where(Consent.inspection_id == inspection_id).order_by(Consent.id)
    return list(session.scalars(mine.execution_options(populate_existing=True)))


def surroundings_of(
    session: Session, file: InspectionFile, assigned: frozenset[UUID] | None = None, **more: Any
) -> Visiting:
    """What belongs to the file, with what belongs to the inspection."""
    filed = surroundings(session, file, assigned)
    return Visiting(
        **{name: getattr(filed, name) for name in Filed.__dataclass_fields__},
        employer_name=file.employer_name,
        street=file.street,
        municipality=file.municipality,
        folio=file.folio,
        file_is_open=file.closed_at is None,
        credential_fault=lambda login, day: credential_fault(session, login, day),
        wish=lambda kind, modality, day: her_wish_allows(session, file, kind, modality, day),
        names_her=lambda text: names_complainant(session, file, text),
        **more,
    )


def _rows(session: Session, model: type[Any], inspections: Sequence[UUID]) -> dict[UUID, tuple[Any, ...]]:
    in_order = getattr(model, "item", model.id)  # what speaks of items follows the checklist, the rest its writing
    theirs = select(model).where(model.inspection_id.in_(inspections)).order_by(in_order, model.id)
    found: dict[UUID, tuple[Any, ...]] = {}
    for row in session.scalars(theirs.execution_options(populate_existing=True)):
        found[row.inspection_id] = (*found.get(row.inspection_id, ()), row)
    return found


def fault_of(session: Session, case: Any, login_id: UUID | None, day: date) -> Sentence | None:
    """Why somebody cannot be sent to this home: no inspector of the authority, too close to it, no valid credential."""
    login = session.get(Login, login_id) if login_id else None
    if login is None or not login.active or INSPECTOR.code not in login.roles or case.office not in login.offices:
        return Sentence("inspection.no_inspector")
    # Nobody inspects a home they are concerned with (LFT 544 I).
    if is_too_close(session, login.as_actor(), Inspection, case):
        return Sentence("inspection.too_close")
    return credential_fault(session, login.id, day)


def inspected_before(session: Session, file: Any, but: UUID, since: date) -> frozenset[int]:
    """The items whose breach another inspection of the same employer or home found to stand, since a day."""
    keys = [
        column == value
        for column, value in (
            (InspectionFile.id, file.id),
            (InspectionFile.employer_person_id, file.employer_person_id),
            (InspectionFile.household_id, file.household_id),
        )
        if value is not None
    ]
    found: set[int] = set()
    for key in keys:
        others = (
            select(Answer.item)
            .join(Inspection, Inspection.id == Answer.inspection_id)
            .join(InspectionFile, InspectionFile.id == Inspection.file_id)
            .where(key, Inspection.id != but, Answer.assessed == STANDS, Inspection.ended_at.is_not(None))
            .where(func.date(Inspection.ended_at) >= since - timedelta(days=1))
        )
        found |= set(session.scalars(others))
    return frozenset(found)


def roles_of(actor: Actor, case: Any, around: Visiting) -> frozenset[Role]:
    """Officers of the authority, inspectors who were assigned, the employer from when she was told, and the worker who
    took part once the acta is closed."""
    own = {case.inspector_id, case.second_inspector_id, case.substitute_id} - {None}
    roles = roles_in(
        actor, case.office, employer=around.employer_person, worker=around.worker_person, assigned=own | around.assigned
    )
    untold = frozenset({EMPLOYER}) if case.told_at is None else frozenset()
    # She gets her copy of the acta (LFT 542 IV): before it is closed, or without her in it, nothing tells her of it.
    hers = {DOMESTIC_WORKER} if case.acta_closed_at is not None and around.knows_her else set()
    return roles & (SEEN | hers) - untold
