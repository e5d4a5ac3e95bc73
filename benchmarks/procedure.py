"""A procedure of 12 states and 24 transitions for measuring: insurance that is paid, suspended and reactivated."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped

from regime.due_dates import DueDate
from regime.sentences import Sentence
from regime.working_days import fixed_day
from workflow.context import SYSTEM, Context, Recipient, Role, Surroundings
from workflow.definition import Action, Deadline, State, Workflow, anybody
from workflow.tables import Base, CaseColumns

HOUSEHOLD, OFFICER = Role("household"), Role("officer")
LOOP = ("pay", "suspend", "reactivate")


class MeasuredBase(DeclarativeBase):
    """Its own metadata: nothing measured here belongs to the product."""

    metadata = MetaData(naming_convention=Base.metadata.naming_convention)
    type_annotation_map = Base.type_annotation_map


class Insurance(CaseColumns, MeasuredBase):
    """One case."""

    __tablename__ = "measured_insurance"

    owner_id: Mapped[UUID]
    balance: Mapped[int]


def _may_move(context: Context) -> Sentence | None:
    return None if context.case.balance >= 0 else Sentence("refused.busy")


def _in_ten_days(context: Context) -> DueDate:
    return fixed_day(context.day + timedelta(days=10), Sentence("refused.busy"), "cff")


_CLOCK = (Deadline("act_by", _in_ten_days, "lapse", ("practice",)),)
_QUIET = tuple(f"stage{number}" for number in range(1, 8))


def _move(code: str, source: str, target: str, *, tells: bool = False) -> Action:
    return Action(
        code=code,
        source=(source,),
        target=target,
        roles=anybody(OFFICER, SYSTEM),
        basis=("practice",),
        guards=(_may_move,),
        notices={HOUSEHOLD: code} if tells else {},
    )


INSURANCE = Workflow(
    name="measured",
    model=Insurance,
    states=(
        State("active", deadlines=_CLOCK),
        State("paid", deadlines=(Deadline("renew_by", _in_ten_days, "lapse", ("practice",)),)),
        State("suspended", deadlines=(Deadline("return_by", _in_ten_days, "lapse", ("practice",)),)),
        *(State(code) for code in _QUIET),
        State("lapsed"),
        State("closed", final=True),
    ),
    actions=(
        Action(
            code="begin", target="active", roles=anybody(SYSTEM), basis=("practice",), facts=("owner_id", "balance")
        ),
        _move("pay", "active", "paid", tells=True),
        _move("suspend", "paid", "suspended", tells=True),
        _move("reactivate", "suspended", "active", tells=True),
        *(_move("lapse", source, "lapsed") for source in ("active", "paid", "suspended")),
        *(
            _move(f"review{n}", source, target)
            for n, (source, target) in enumerate(zip(("active", *_QUIET), _QUIET, strict=False))
        ),
        *(_move(f"return{n}", source, "active") for n, source in enumerate(_QUIET)),
        _move("revive", "lapsed", "active"),
        _move("close", "lapsed", "closed"),
        _move("finish", "active", "closed"),
    ),
    look=lambda _session, case: Surroundings(people={HOUSEHOLD: (Recipient(case.owner_id, "es", "ana@example.org"),)}),
    roles_of=lambda actor, _case, _around: frozenset({OFFICER}) if "officer" in actor.roles else frozenset(),
)
