"""`afilia describe`: the procedures on paper, computed from their declarations."""

from pathlib import Path

import click

from cli.wiring import know_procedures
from workflow.definition import WORKFLOWS
from workflow.describe import reference


@click.command()
@click.option("--write", "folder", type=click.Path(path_type=Path, file_okay=False), help="Write one page each here.")
def describe(folder: Path | None) -> None:
    """Print the reference of every procedure: diagram, states, actions, roles, legal basis (Markdown with Mermaid)."""
    know_procedures()
    for workflow in WORKFLOWS.values():
        if folder is None:
            click.echo(reference(workflow))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{workflow.name}.md").write_text(reference(workflow), encoding="utf-8")
