"""Who may do what in which state of inspection: the declarations beside tables by hand, every state × action × role.

The tables are files, `lifecycles/<procedure>.txt`, read as `tests/lifecycle_tables.py` says.
"""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.roles import DOMESTIC_WORKER, PROTECTION
from inspection.follow_up.entry_models import JudicialEntry
from inspection.follow_up.insuring import open_follow_up
from inspection.lifecycle import LIFECYCLES
from inspection.protection.protection_models import WorkerProtection
from inspection.roles import (
    ASSESSOR,
    COMPLAINANT,
    DIRECTOR,
    EMPLOYER,
    INSPECTOR,
    INTAKE,
    LEGAL_OFFICER,
    NOTIFIER,
    SANCTIONER,
    SUPERIOR,
    TRIAGE,
)
from inspection.service.serving import open_service
from tests.copies import settings_for
from tests.inspection.officers import complaint
from tests.inspection.sanctioning import Proceeding
from tests.lifecycle_tables import Tables, declared, states_of
from workflow.context import SYSTEM, THE_SYSTEM, Context, Role
from workflow.database import Database
from workflow.definition import Workflow
from workflow.engine import context_of, fire

ROLES: Mapping[str, Role] = {
    "P": PROTECTION,
    "K": INTAKE,
    "t": TRIAGE,
    "D": DIRECTOR,
    "I": INSPECTOR,
    "N": NOTIFIER,
    "A": ASSESSOR,
    "L": LEGAL_OFFICER,
    "z": SANCTIONER,
    "x": SUPERIOR,
    "E": EMPLOYER,
    "w": DOMESTIC_WORKER,
    "c": COMPLAINANT,
    "S": SYSTEM,
}
DRAWN = Tables(Path(__file__).parent / "lifecycles", ROLES, {})


def case_of_each(session: Session) -> tuple[Proceeding, dict[str, Any]]:
    """A real case of every procedure, about the same home where that can be."""
    home = Proceeding(session)
    sanction, challenge = home.challenged()
    heard = complaint(session, home.at, dangers="violence").complaint
    fire(session, home.file, "ask_for_entry", home.director, home.at, data={"entry_ground": "violence"})
    protection = select(WorkerProtection).where(WorkerProtection.file_id == heard.file_id)
    followed = open_follow_up(session, home.file, home.at, worker_name="Luz Inventada").case
    return home, {
        "inspection_file": home.file,
        "complaint": heard,
        "worker_protection": session.scalars(protection).one(),
        "inspection": home.ordered(),
        "inspector_credential": home.credential_of_inspector,
        "inspector_absence": home.absence(),
        "insurance_follow_up": followed,
        "service_of_act": open_service(session, followed, "archive", home.at.date(), home.at).case,
        "judicial_entry": session.scalars(select(JudicialEntry)).one(),
        "sanction": sanction,
        "challenge": challenge,
    }


@pytest.fixture(scope="module")
def contexts(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Context]]:
    """Each as a decision sees it; the session stays open for what guards ask of the database."""
    folder = tmp_path_factory.mktemp("lifecycles")
    path = folder / "afilia.sqlite3"
    shutil.copyfile(sqlite_template, path)
    database = Database(settings_for(f"sqlite:///{path}", folder))
    with database.write() as session:
        home, cases = case_of_each(session)
        yield {name: context_of(session, case, THE_SYSTEM, home.at) for name, case in cases.items()}
    database.engine.dispose()


def test_every_procedure_has_a_table() -> None:
    assert DRAWN.names() == {workflow.name for workflow in LIFECYCLES}


@pytest.mark.parametrize("workflow", LIFECYCLES, ids=lambda workflow: workflow.name)
def test_the_declaration_says_what_was_written_by_hand(workflow: Workflow) -> None:
    assert declared(workflow) == DRAWN.by_hand(workflow)


@pytest.mark.parametrize(("workflow", "state"), states_of(LIFECYCLES))
def test_every_state_action_and_role(contexts: Mapping[str, Context], workflow: Workflow, state: str) -> None:
    assert DRAWN.answers(workflow, contexts[workflow.name], state) == DRAWN.expected(workflow, state)


@pytest.mark.parametrize("workflow", LIFECYCLES, ids=lambda workflow: workflow.name)
def test_who_may_begin_a_case(contexts: Mapping[str, Context], workflow: Workflow) -> None:
    for role in ROLES.values():
        DRAWN.only_who_may_begins(workflow, contexts[workflow.name], role)
