"""`afilia describe`: the procedures on paper, computed from their declarations."""

from pathlib import Path

import click

from cli.readme_tables import refreshed
from cli.wiring import know_procedures
from workflow.definition import WORKFLOWS
from workflow.describe import reference
from workflow.words import LANGUAGES


@click.command()
@click.option("--write", "folder", type=click.Path(path_type=Path, file_okay=False), help="Write one page each here.")
@click.option("--readme", type=click.Path(path_type=Path, exists=True), help="Refresh the tables of this README.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Language of the README's tables.")
def describe(folder: Path | None, readme: Path | None, language: str) -> None:
    """Print the reference of every procedure: diagram, states, actions, roles, legal basis (Markdown with Mermaid)."""
    know_procedures()
    if readme is not None:
        readme.write_text(refreshed(readme.read_text(encoding="utf-8"), language), encoding="utf-8")
        return
    for workflow in WORKFLOWS.values():
        if folder is None:
            click.echo(reference(workflow))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{workflow.name}.md").write_text(reference(workflow), encoding="utf-8")
