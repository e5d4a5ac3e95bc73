"""What is generated from the declarations is current: procedures in docs/, tables of both READMEs."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.describe import describe, who_sees_what
from cli.readme_tables import refreshed
from tests.procedures import LIFECYCLES
from workflow.describe import diagram, reference

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("workflow", LIFECYCLES, ids=lambda workflow: workflow.name)
def test_the_printed_procedure_is_current(workflow) -> None:  # type: ignore[no-untyped-def]
    page = ROOT / "docs" / "procedures" / f"{workflow.name}.md"
    assert page.read_text(encoding="utf-8") == reference(workflow), "run `make describe`"


def test_no_page_is_left_of_a_procedure_that_is_gone() -> None:
    pages = {page.stem for page in (ROOT / "docs" / "procedures").glob("*.md")}
    assert pages == {workflow.name for workflow in LIFECYCLES}


@pytest.mark.parametrize("workflow", LIFECYCLES, ids=lambda workflow: workflow.name)
def test_a_diagram_shows_every_move(workflow) -> None:  # type: ignore[no-untyped-def]
    drawn = diagram(workflow)
    for action in workflow.actions:
        for source in action.source or ("[*]",):
            assert f"    {source} --> {action.target or source}: {action.code}\n" in drawn + "\n"


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.es.md", "es")])
def test_the_tables_of_the_readme_are_current(name: str, language: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "AFILIA_DATABASE_URL" in text
    assert refreshed(text, language) == text, "run `make describe`"


def test_the_page_of_who_sees_what_is_current() -> None:
    page = ROOT / "docs" / "who-sees-what.md"
    assert page.read_text(encoding="utf-8") == who_sees_what(), "run `make describe`"


def test_without_a_folder_everything_is_printed() -> None:
    printed = CliRunner().invoke(describe, [])
    assert printed.exit_code == 0
    assert all(f"`{workflow.name}`" in printed.output for workflow in LIFECYCLES)
