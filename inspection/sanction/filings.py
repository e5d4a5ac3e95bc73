"""What the employer files in a sanction (rows 50, 53): kept whenever it comes, marked when late, never sent away."""

from typing import Any

from sqlalchemy.orm import Session

from inspection.evidence.keeping import FILES, files_are_few, keep_evidence
from inspection.roles import EMPLOYER, INTAKE, LEGAL_OFFICER
from inspection.sanction.sanction_models import FILINGS, STANDINGS, SanctionFiling
from inspection.visit.filings import is_late, stamp_is_possible
from regime.sentences import Sentence
from workflow.columns import new_id
from workflow.context import Computed, Context
from workflow.definition import Action, Effect, Step, anybody

# Whoever has no account files at the desk, and an officer writes it down for her (LFPA 42).
FILERS = (EMPLOYER, INTAKE, LEGAL_OFFICER)
CLOCKS = {"answer": ("answer",), "arguments": ("arguments",)}
PAPERS = tuple(kind for kind in FILINGS if kind not in CLOCKS)
AFTER_ANSWER = ("heard", "in_default", "closing_arguments", "to_decide", "decided", "open_to_challenge")
SERVED = (*AFTER_ANSWER, "to_answer", "challenged", "to_comply", "firm", "collection_requested")


def standing_is_proved(context: Context) -> Sentence | None:
    """An answer comes from the employer or from whoever proves to represent her (LFPA 19)."""
    if EMPLOYER in context.roles or context.data.get("standing") in STANDINGS:
        return None
    return Sentence("sanction.standing_missing")


def paper_is_known(context: Context) -> Sentence | None:
    """What kind of paper it is."""
    return None if context.data.get("kind") in PAPERS else Sentence("sanction.paper_missing")


def keep(kind: str = "") -> Effect:
    """The effect that writes a filing down, with whether its term had passed on the day of its stamp."""

    def keep_filing(session: Session, step: Step) -> None:
        context = step.context
        what = kind or context.data["kind"]
        filed_on = context.data.get("filed_on") or context.day
        row = SanctionFiling(
            id=new_id(),
            sanction_id=step.case.id,
            kind=what,
            filed_on=filed_on,
            recorded_at=context.at,
            by_role=min(step.action.roles & context.roles).code,
            standing="employer" if EMPLOYER in context.roles else context.data.get("standing"),
            is_late=what in CLOCKS and is_late(session, step, CLOCKS[what], filed_on),
        )
        session.add(row)
        session.flush()

    return keep_filing


def filing(code: str, kind: str, *states: str, target: str | None = None, **more: Any) -> Action:
    """A step by which the employer, or an officer for her, files something."""
    return Action(
        code=code,
        source=states,
        target=target,
        roles=anybody(*FILERS),
        checks=(stamp_is_possible, files_are_few, *more.pop("checks", ())),
        inputs=("filed_on", FILES, *more.pop("inputs", ())),
        effects=(keep(kind), keep_evidence),
        comment="required",
        **more,
    )


def answer_came_in_time(context: Context) -> Sentence | None:
    """Somebody answered in time, and it reached the file only now."""
    in_time = any(not filing.is_late for filing in context.around.filed("answer"))
    return None if in_time else Sentence("sanction.no_answer_in_time")


def ready_now(context: Context) -> Computed:
    """Everybody was heard and the evidence is in: the term to decide begins."""
    return Computed({"ready_at": context.legal_moment})


ANSWER: dict[str, Any] = {
    "rows": (50,),
    "basis": ("lfpa_72", "lfpa_43", "lft_1009"),
    "checks": (standing_is_proved,),
    "inputs": ("standing",),
}
ARGUMENTS: dict[str, Any] = {"rows": (53,), "basis": ("lfpa_56", "lfpa_43")}

FILING = (
    filing("answer", "answer", "to_answer", target="heard", **ANSWER),
    filing("answer", "answer", *AFTER_ANSWER, **ANSWER),
    filing("file_arguments", "arguments", "closing_arguments", target="to_decide", computes=ready_now, **ARGUMENTS),
    filing("file_arguments", "arguments", "to_decide", "decided", "open_to_challenge", **ARGUMENTS),
    filing(
        "file_paper",
        "",
        *SERVED,
        rows=(50, 54),
        basis=("lfpa_43", "lfpa_60"),
        checks=(paper_is_known,),
        inputs=("kind",),
    ),
)
