"""`afilia describe`: the procedures on paper, computed from their declarations."""

from pathlib import Path

import click

from cli.protocol_trace import page as traced
from cli.readme_tables import refreshed
from cli.wiring import know_procedures
from web.app import create_app
from web.edge.who_sees_what import page
from workflow.database import Database
from workflow.definition import WORKFLOWS
from workflow.describe import reference
from workflow.settings import load_settings
from workflow.words import LANGUAGES


@click.command()
@click.option("--write", "folder", type=click.Path(path_type=Path, file_okay=False), help="Write one page each here.")
@click.option("--readme", type=click.Path(path_type=Path, exists=True), help="Refresh the tables of this README.")
@click.option("--access", type=click.Path(path_type=Path, dir_okay=False), help="Write who sees what here.")
@click.option("--trace", type=click.Path(path_type=Path, dir_okay=False), help="Write the protocol's tests here.")
@click.option(
    "--tests",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("tests"),
    show_default=True,
    help="The folder of the tests that --trace reads.",
)
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Language of the README's tables.")
def describe(
    folder: Path | None, readme: Path | None, access: Path | None, trace: Path | None, tests: Path, language: str
) -> None:
    """Print the reference of every procedure: diagram, states, actions, roles, legal basis (Markdown with Mermaid)."""
    know_procedures()
    if access is not None:
        access.write_text(who_sees_what(), encoding="utf-8")
        return
    if trace is not None:
        trace.write_text(traced(tests), encoding="utf-8")
        return
    if readme is not None:
        readme.write_text(refreshed(readme.read_text(encoding="utf-8"), language), encoding="utf-8")
        return
    for workflow in WORKFLOWS.values():
        if folder is None:
            click.echo(reference(workflow))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{workflow.name}.md").write_text(reference(workflow), encoding="utf-8")


def who_sees_what() -> str:
    """The page of who sees what: the application is built for its addresses, over an empty database."""
    settings = load_settings(demo=True, database_url="sqlite://")
    # In the order of their names: that of their modules depends on who imports whom first.
    return page(
        create_app(settings, Database(settings)), sorted(WORKFLOWS.values(), key=lambda workflow: workflow.name)
    )
