"""The papers of a file: that it is closed with everything in it (X1), and that it is opened again (X2)."""

from typing import Any

from inspection.papers.act import act
from inspection.papers.blocks import facts, told
from inspection.roles import ASSESSOR, DIRECTOR, INSPECTOR, LEGAL_OFFICER
from regime.sentences import Sentence
from workflow.context import Context
from workflow.paper import Paper
from workflow.sheet import Block, Text

READERS = (DIRECTOR, INSPECTOR, ASSESSOR, LEGAL_OFFICER)


def file_facts(context: Context) -> dict[str, Any]:
    """What is still open (nothing, when it closes), the ground and the reason."""
    ground = context.data.get("ground")
    return {
        "state": {
            "open_matters": context.around.open_matters,
            "ground": Sentence(f"inspection_file.ground.{ground}") if ground else None,
        },
        "reason": context.comment or "",
    }


def file_body(paper: Paper) -> tuple[Block, ...]:
    """The ground and the reason; what the closing does not end."""
    f = paper.facts
    return (
        facts(paper, "paper.file", f["state"], "open_matters", "ground"),
        *told(paper, "paper.reason", f["reason"]),
        Text(paper.t("paper.archive.rights")),
    )


FILE_PAPERS = (
    act("closing", READERS, file_facts, file_body, ended_by=("reopen",)),
    act("reopening", READERS, file_facts, file_body),
)
