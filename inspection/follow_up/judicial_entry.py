"""An entry that only a judge can allow, declared (rows 29 and 30): asked of the prosecutor, decided by a judge.

Nothing here is an act of the labour authority but the report of a suspected crime (CNPP 222). What prosecutor and judge
do is written down with its number and its day; the inspection stays in its state meanwhile (CPEUM 16; CNPP 282 to 290).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspection.files.beside import opens
from inspection.files.file import Filed, surroundings
from inspection.files.impartial import impartial
from inspection.files.wishes import names_complainant
from inspection.follow_up import entry_rules as rules
from inspection.follow_up.entry_models import JudicialEntry
from inspection.follow_up.papers import ENTRY_PAPERS
from inspection.models import InspectionFile
from inspection.roles import DIRECTOR, INSPECTOR, LEGAL_OFFICER, roles_in
from inspection.time_limits import basis, clock_hours, for_authority
from inspection.visit.inspection_models import Inspection
from workflow.context import SYSTEM, Actor, Role
from workflow.definition import Action, Deadline, State, Step, Workflow, anybody
from workflow.engine import open_case

RECORDING = (DIRECTOR, LEGAL_OFFICER)
ALARM = "pass_term"

REPORT = Deadline("report", rules.report_by, on_expiry=ALARM, basis=("cnpp_222",), entry="D31")
DECISION = Deadline(
    "decision",
    clock_hours("search_request_time", since="judge_asked_at"),
    on_expiry=ALARM,
    basis=basis("search_request_time"),
    entry="D32",
)
LAPSE = Deadline("lapse", rules.lapses, on_expiry="lapse", basis=basis("search_warrant_time"), entry="D33")
NOTICE = Deadline(
    "judge_notice",
    for_authority("consented_entry_notice_time", since="executed_on"),
    on_expiry=ALARM,
    basis=basis("consented_entry_notice_time"),
    entry="D34",
)


@dataclass(frozen=True, kw_only=True)
class Entering(Filed):
    """The home; `names_her(text)` says whether a text betrays who complained."""

    folio: str
    names_her: Callable[[str], bool]


def look(session: Session, case: Any) -> Entering:
    """The matter as it stands. No party is told: whoever is investigated reads of it in no mailbox."""
    file = session.get_one(InspectionFile, case.file_id)
    filed = surroundings(session, file)
    return Entering(
        **{**{name: getattr(filed, name) for name in Filed.__dataclass_fields__}, "people": {}},
        folio=file.folio,
        names_her=lambda text: names_complainant(session, file, text),
    )


def roles_of(actor: Actor, case: Any, around: Entering) -> frozenset[Role]:
    """The head of the inspection, the legal officers, the inspectors of the home; a party is nobody."""
    roles = roles_in(
        actor,
        case.office,
        employer=around.employer_person,
        worker=around.worker_person,
        assigned=around.assigned,
    )
    return roles & frozenset({INSPECTOR, *RECORDING})


STATES = (
    State("suspected", tags=frozenset({"open", "to_decide"}), deadlines=(REPORT,)),
    State("asked", tags=frozenset({"open"})),
    State("before_judge", tags=frozenset({"open"}), deadlines=(DECISION,)),
    State("granted", tags=frozenset({"open"}), deadlines=(LAPSE,)),
    State("judge_to_be_told", tags=frozenset({"open"}), deadlines=(NOTICE,)),
    State("denied", final=True),
    State("executed", final=True),
    State("lapsed", final=True),
    State("not_asked", final=True),
)
_RECORDED: dict[str, Any] = {"roles": anybody(*RECORDING), "rows": (30,), "internal": True}

JUDICIAL_ENTRY = Workflow(
    name="judicial_entry",
    model=JudicialEntry,
    states=STATES,
    actions=(
        Action(
            code="suspect",
            target="suspected",
            roles=anybody(INSPECTOR, *RECORDING, SYSTEM),
            basis=("cnpp_222", "cpeum_16"),
            checks=(rules.ground_is_known,),
            facts=("file_id", "office", "inspection_id", "ground"),
            computes=rules.learnt_now,
            internal=True,
            rows=(29,),
        ),
        Action(
            code="ask_prosecutor",
            source=("suspected",),
            target="asked",
            roles=anybody(DIRECTOR),
            basis=("cnpp_222", "cnpp_282", "cpeum_16"),
            checks=(rules.facts_are_written, rules.asked_is_named),
            facts=("facts_shared", "asked_reference"),
            computes=rules.asked_today,
            internal=True,
            weight="grave",
            produces=("report_to_prosecutor",),
            rows=(29,),
        ),
        Action(
            code="not_ask",
            source=("suspected",),
            target="not_asked",
            roles=anybody(DIRECTOR),
            basis=("cpeum_16",),
            comment="required",
            internal=True,
            weight="rare",
            rows=(29,),
        ),
        Action(
            code="record_judge_asked",
            source=("asked",),
            target="before_judge",
            basis=("cnpp_282", "cnpp_283"),
            checks=(rules.judge_was_asked,),
            facts=("judge_asked_at",),
            **{**_RECORDED, "rows": (29,)},
        ),
        Action(
            code="record_grant",
            source=("asked", "before_judge"),
            target="granted",
            basis=("cnpp_283",),
            checks=(rules.decision_is_named,),
            facts=("judge", "judge_reference", "granted_at", "execution_on", "names_inspectors"),
            **_RECORDED,
        ),
        Action(
            code="record_denial",
            source=("asked", "before_judge"),
            target="denied",
            basis=("cnpp_283",),
            checks=(rules.denial_is_named,),
            facts=("judge_reference",),
            comment="optional",
            **_RECORDED,
        ),
        Action(
            code="record_execution",
            source=("granted",),
            target="executed",
            basis=("cnpp_283", "cnpp_288"),
            checks=(rules.execution_is_named,),
            facts=("executed_on", "executed_reference"),
            effects=(rules.give_reference,),
            comment="optional",
            **_RECORDED,
        ),
        Action(
            # Whoever lives there let the prosecutor in, or an attack had to be stopped: the judge is told afterwards.
            code="record_entry_without_warrant",
            source=("asked", "before_judge"),
            target="judge_to_be_told",
            basis=("cnpp_290",),
            checks=(rules.execution_is_named,),
            facts=("executed_on", "executed_reference"),
            comment="required",
            weight="rare",
            **_RECORDED,
        ),
        Action(
            code="record_judge_told",
            source=("judge_to_be_told",),
            target="executed",
            basis=("cnpp_290",),
            checks=(rules.judge_notice_is_named,),
            facts=("judge_reference",),
            **_RECORDED,
        ),
        Action(
            code="lapse",
            source=("granted",),
            target="lapsed",
            basis=("cnpp_283",),
            comment="optional",
            **{**_RECORDED, "roles": anybody(*RECORDING, SYSTEM)},
        ),
        Action(
            code=ALARM,
            source=("suspected", "before_judge", "judge_to_be_told"),
            basis=("cnpp_222", "cnpp_283", "cnpp_290"),
            quiet=True,
            **{**_RECORDED, "roles": anybody(SYSTEM), "rows": (29, 30)},
        ),
    ),
    look=look,
    roles_of=roles_of,
    documents=ENTRY_PAPERS,
    impartial=impartial,
)


@opens("ask_for_entry")
def open_from_file(session: Session, step: Step) -> None:
    """An officer suspects a crime behind the door; the newest open inspection of the home is named, if any is."""
    file, context = step.case, step.context
    mine = select(Inspection.id).where(Inspection.file_id == file.id, Inspection.closed_at.is_(None))
    newest = session.scalars(mine.order_by(Inspection.id.desc())).first()
    data = {
        "file_id": file.id,
        "office": file.office,
        "inspection_id": newest,
        "ground": context.data.get("entry_ground"),
    }
    open_case(session, JudicialEntry, "suspect", context.actor, context.at, data=data)
