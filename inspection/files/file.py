"""The file (expediente), declared: it is open while any of its matters is, closed by the head of inspection, reopened
with a reason."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enrolment.household.homes import zone_at
from enrolment.models import Affiliation, DomesticWorker
from inspection.authorities import Authority, authorities
from inspection.files.beside import BESIDE
from inspection.files.home import NO_HOME, Home, home_of, nobody, officer_name
from inspection.files.papers import FILE_PAPERS
from inspection.files.people import People
from inspection.models import InspectionFile, OfFile
from inspection.roles import ASSESSOR, DIRECTOR, EMPLOYER, INSPECTOR, INTAKE, LEGAL_OFFICER, TRIAGE, roles_in
from regime.geography import municipalities
from regime.sentences import Sentence
from workflow.context import SYSTEM, Actor, Context, Recipient, Role, Surroundings
from workflow.definition import Action, State, Workflow, anybody, nothing_to_do, workflow_of
from workflow.people import Person

REOPENING_GROUNDS = ("new_facts", "false_data", "retaliation", "court_order", "non_payment")
# What may be corrected as it stands; another municipality may mean another authority, and that is a remission.
CORRECTED = ("employer_name", "street", "neighbourhood", "postal_code")
HOME = (*CORRECTED, "municipality")
# The columns in which a matter names who works it.
ASSIGNED = ("inspector_id", "second_inspector_id", "substitute_id")


@dataclass(frozen=True, kw_only=True)
class Filed(Surroundings):
    """The parties as persons, who is assigned, by which rules the authority works, how many matters of the file are
    still open, whether its municipality is known (`placed`), and the `home` as papers name it. `officer_name(login)` is
    what an officer is called on a paper."""

    employer_person: UUID | None
    worker_person: UUID | None
    assigned: frozenset[UUID]
    open_matters: int = 0
    rules: Authority | None = None
    placed: bool = False
    home: Home = NO_HOME
    officer_name: Callable[[UUID | None], str] = nobody


def look(session: Session, case: Any) -> Filed:
    """The file as it stands; nobody is told of a file as such: its matters tell their parties."""
    # As it is stored: the case of a step that is to be taken holds what was typed already.
    placed = session.scalar(select(InspectionFile.municipality).where(InspectionFile.id == case.id)) is not None
    return surroundings(session, case, open_matters=open_matters(session, case.id), placed=placed)


def surroundings(session: Session, file: Any, assigned: frozenset[UUID] | None = None, **more: Any) -> Filed:
    """What every matter of a file looks at: parties, zone, authority, who is assigned (if that is not known yet)."""
    if assigned is None:
        assigned = assigned_in(session, (file.id,)).get(file.id, frozenset())
    return Filed(
        people=People(session, file, assigned, people_of(session, file)),
        zone=zone_at(file.municipality),
        authority=file.office or "",
        employer_person=file.employer_person_id,
        worker_person=worker_of(session, file),
        assigned=assigned,
        rules=authorities(session).of(file.office),
        base_url=session.info["settings"].base_url.rstrip("/"),
        home=home_of(file),
        officer_name=lambda login: officer_name(session, login),
        **more,
    )


def people_of(session: Session, file: Any) -> dict[Role, tuple[Recipient, ...]]:
    """The persona empleadora as somebody who is told, where Afilia knows her as a person."""
    person = session.get(Person, file.employer_person_id) if file.employer_person_id else None
    return {EMPLOYER: (person.as_recipient(),)} if person else {}


def worker_of(session: Session, file: Any) -> UUID | None:
    """The person of the relation that the file is about, where it is about one that Afilia knows."""
    relation = session.get(Affiliation, file.affiliation_id) if file.affiliation_id else None
    worker = session.get(DomesticWorker, relation.worker_id) if relation and relation.worker_id else None
    return worker.person_id if worker else None


def matters() -> Iterable[type[Any]]:
    """The tables of every kind of matter that belongs to a file."""
    return OfFile.__subclasses__()


def open_matters(session: Session, file_id: UUID) -> int:
    """How many matters of a file are not final."""
    return sum(session.scalar(_open(model, file_id)) or 0 for model in matters())


def _open(model: type[Any], file_id: UUID) -> Any:
    final = [state.code for state in workflow_of(model).states if state.final]
    return select(func.count()).select_from(model).where(model.file_id == file_id, model.state.not_in(final))


def assigned_in(session: Session, files: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """The logins of the inspectors who work each file: those assigned to a matter of it, and who stands in for them."""
    found: dict[UUID, set[UUID]] = {}
    wanted = list(files)
    for kind in matters():
        columns = [getattr(kind, name) for name in ASSIGNED if hasattr(kind, name)]
        if columns:
            for file_id, *logins in session.execute(select(kind.file_id, *columns).where(kind.file_id.in_(wanted))):
                found.setdefault(file_id, set()).update(login for login in logins if login)
    return {file_id: frozenset(logins) for file_id, logins in found.items()}


def file_id_of(case: Any) -> Any:
    """The file of a case: its own, or the case itself where it is one."""
    return case.file_id if hasattr(case, "file_id") else case.id


def files_of(session: Session, cases: Iterable[Any]) -> dict[UUID, InspectionFile]:
    """The files of many cases by their id, read at once."""
    ids = {file_id_of(case) for case in cases}
    return {file.id: file for file in session.scalars(select(InspectionFile).where(InspectionFile.id.in_(ids)))}


def roles_of(actor: Actor, case: Any, around: Filed) -> frozenset[Role]:
    """The officers of the authority; a party holds no role in the file itself, only in its matters."""
    roles = roles_in(
        actor,
        case.office,
        employer=around.employer_person,
        worker=around.worker_person,
        assigned=around.assigned,
    )
    return roles & frozenset({INTAKE, TRIAGE, DIRECTOR, INSPECTOR, ASSESSOR, LEGAL_OFFICER})


def nothing_is_open(context: Context) -> Sentence | None:
    """A file closes when labour, social security, protection and everything else in it are final: paying a fine
    closes no correction."""
    still = context.around.open_matters
    return Sentence("inspection_file.matters_open", {"count": still}) if still else None


def ground_is_known(context: Context) -> Sentence | None:
    """A file is opened again for a reason of a closed list."""
    known = context.data.get("ground") in REOPENING_GROUNDS
    return None if known else Sentence("inspection_file.ground_missing")


@nothing_to_do
def municipality_is_unknown(context: Context) -> Sentence | None:
    """The place is found once; what was found wrong is corrected, or remitted to whoever serves the other place."""
    return Sentence("inspection_file.place_known") if context.around.placed else None


def municipality_exists(context: Context) -> Sentence | None:
    """A home lies in a municipality of the country."""
    return None if context.case.municipality in municipalities() else Sentence("inspection_file.place_missing")


INSPECTION_FILE = Workflow(
    name="inspection_file",
    model=InspectionFile,
    states=(
        State("open", tags=frozenset({"open"})),
        State("closed", final=True),
    ),
    actions=(
        Action(
            code="open",
            target="open",
            roles=anybody(SYSTEM),
            basis=("lft_542",),
            facts=(
                "folio",
                "origin",
                "filed_on",
                "office",
                "employer_person_id",
                "household_id",
                "affiliation_id",
                *HOME,
            ),
            rows=(1,),
        ),
        Action(
            code="correct_home",
            source=("open",),
            roles=anybody(TRIAGE, DIRECTOR, INSPECTOR, LEGAL_OFFICER),
            basis=("protocol",),
            facts=CORRECTED,
            comment="required",
            weight="rare",
        ),
        Action(
            # Whoever complained did not know where it is, or said it later.
            code="place_home",
            source=("open",),
            roles=anybody(INTAKE, TRIAGE, DIRECTOR),
            basis=("protocol",),
            guards=(municipality_is_unknown,),
            checks=(municipality_exists,),
            facts=HOME,
        ),
        Action(
            code="hand_over",
            source=("open",),
            roles=anybody(SYSTEM),
            basis=("lfpa_42",),
            facts=("office",),
            rows=(4, 5),
        ),
        *BESIDE,
        Action(
            # Its only complaint repeats one of another file and is worked there.
            code="join",
            source=("open",),
            target="closed",
            roles=anybody(SYSTEM),
            basis=("protocol",),
            guards=(nothing_is_open,),
            rows=(10,),
        ),
        Action(
            code="close",
            source=("open",),
            target="closed",
            roles=anybody(DIRECTOR),
            basis=("protocol",),
            guards=(nothing_is_open,),
            produces=("closing",),
            rows=(64,),
        ),
        Action(
            code="reopen",
            source=("closed",),
            target="open",
            roles=anybody(DIRECTOR),
            basis=("lfpa_59", "protocol"),
            checks=(ground_is_known,),
            inputs=("ground",),
            comment="required",
            weight="grave",
            produces=("reopening",),
            rows=(65,),
        ),
    ),
    look=look,
    roles_of=roles_of,
    documents=FILE_PAPERS,
)
