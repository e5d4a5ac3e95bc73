"""Every declared step that a person may take can be taken somewhere, and every procedure has its words."""

import pytest

from tests.procedures import LIFECYCLES
from web.app import create_app
from web.casework import action_forms
from workflow.context import SYSTEM
from workflow.database import Database
from workflow.definition import Action, Workflow
from workflow.words import LANGUAGES, knows

TAKEN = [(w, a) for w in LIFECYCLES for a in w.actions if not a.opens and a.roles - {SYSTEM}]


@pytest.fixture(scope="module")
def pages(shared_sqlite: Database) -> None:
    """Every page has said which steps it takes: that is done where the application is put together."""
    create_app(shared_sqlite.settings, shared_sqlite)


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize(("workflow", "action"), TAKEN, ids=lambda part: getattr(part, "name", None) or part.code)
def test_a_person_can_take_every_step_that_is_theirs(workflow: Workflow, action: Action) -> None:
    # A draft may be saved on the pages that end with sending it.
    codes = ("save", "submit") if action.code == "save" else (action.code,)
    has_page = any((workflow.name, code) in action_forms._PAGES for code in codes)
    assert has_page or action_forms.has_form(workflow, action)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("workflow", LIFECYCLES, ids=lambda workflow: workflow.name)
def test_pages_of_cases_have_their_words(workflow: Workflow, language: str) -> None:
    name = workflow.name
    wanted = [f"{name}.title"]
    wanted += [f"role.{role.code}" for role in workflow.roles]
    for state in workflow.states:
        wanted += [f"{name}.state.{state.code}", f"{name}.next.{state.code}"]
        wanted += [f"{name}.state.{state.code}.{role.code}" for role in state.seen_by]
        wanted += [f"{name}.deadline.{deadline.code}" for deadline in state.deadlines]
    assert [code for code in wanted if not knows(code, language)] == []
    # A step that every procedure has may have its word for all of them in one place.
    spoken = [(f"{name}.action.{action.code}", f"case.action.{action.code}") for action in workflow.actions]
    assert [codes for codes in spoken if not any(knows(code, language) for code in codes)] == []
