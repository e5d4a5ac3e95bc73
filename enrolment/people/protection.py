"""A protection matter, declared: a child under fifteen is not enrolled, and somebody who protects takes it up in hours.

Sealed: it stands in no list, search, figure or page but its own, for supervisors and those whose role is protection. A
labour inspection can take it over from here: its subject is the relation that did not begin, or the request.
"""

from typing import Any

from sqlalchemy.orm import Session

from enrolment.household.homes import zone_at
from enrolment.people.concerned import impartial
from enrolment.people.protection_models import ProtectionMatter
from enrolment.roles import PROTECTION, SUPERVISOR
from regime.time_limits import term
from regime.working_days import DueDate
from workflow.context import SYSTEM, Actor, Context, Role, Surroundings
from workflow.definition import Action, Deadline, State, Workflow, anybody

PROTECTORS = (PROTECTION, SUPERVISOR)
AUTHORITY = "protection"  # no suspension of IMSS or of a labour authority stops its clock


def look(_session: Session, case: Any) -> Surroundings:
    """Nobody is told by a message: a notice could be read by whoever holds the telephone."""
    return Surroundings(people={}, zone=zone_at(case.municipality), authority=AUTHORITY)


def roles_of(actor: Actor, _case: Any, _around: Surroundings) -> frozenset[Role]:
    """Those who protect; the household and who acts for it see nothing, whatever their general role (`impartial`)."""
    return frozenset(role for role in PROTECTORS if role.code in actor.roles)


def taken_up_by(context: Context) -> DueDate:
    """Hours of the clock from the moment it became known: no calendar, no suspension."""
    return term("child_protection_take_up_time", context.legal_moment, timezone=str(context.around.zone))


TAKE_UP = Deadline("take_up", taken_up_by, on_expiry="escalate", basis=("cnpp_222",))
UNTAKEN = ("received", "escalated")

PROTECTION_MATTER = Workflow(
    name="protection_matter",
    model=ProtectionMatter,
    sealed=True,
    states=(
        State("received", tags=frozenset({"open"}), deadlines=(TAKE_UP,)),
        State("escalated", tags=frozenset({"open", "late"})),
        State("taken_up", tags=frozenset({"open"})),
        State("referred", tags=frozenset({"open"})),
        State("closed", final=True),
        State("mistaken", final=True),
    ),
    actions=(
        Action(
            code="receive",
            target="received",
            roles=anybody(SYSTEM),
            basis=("lft_22bis", "lft_331bis"),
            facts=("origin", "affiliation_id", "household_id", "invitation_id", "municipality", "sealed"),
        ),
        Action(code="escalate", source=("received",), target="escalated", roles=anybody(SYSTEM), basis=("cnpp_222",)),
        Action(
            code="take_up",
            source=UNTAKEN,
            target="taken_up",
            roles=anybody(*PROTECTORS),
            basis=("cnpp_222", "lgdnna_122"),
        ),
        Action(
            code="refer",
            source=(*UNTAKEN, "taken_up"),
            target="referred",
            roles=anybody(*PROTECTORS),
            basis=("lgdnna_122", "cnpp_222"),
            comment="required",
        ),
        Action(
            code="note",
            source=("taken_up", "referred"),
            roles=anybody(*PROTECTORS),
            basis=("practice",),
            comment="required",
        ),
        Action(
            code="close",
            source=("referred",),
            target="closed",
            roles=anybody(*PROTECTORS),
            basis=("lgdnna_122",),
            comment="required",
        ),
        Action(
            # The date was mistyped: nobody under fifteen was meant. The household may begin again with the right one.
            code="find_mistaken",
            source=(*UNTAKEN, "taken_up"),
            target="mistaken",
            roles=anybody(*PROTECTORS),
            basis=("practice",),
            comment="required",
        ),
    ),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
)
