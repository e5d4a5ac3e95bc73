"""What a household owes beside the wage, declared: watched while the relation runs, settled when it ends."""

from typing import Any

from sqlalchemy.orm import Session

from enrolment.household.homes import zone_at
from enrolment.labour.dues import open_account
from enrolment.labour.dues_effects import keep_bonus, keep_settlement, keep_vacation
from enrolment.labour.dues_models import LabourDues
from enrolment.labour.dues_rules import (
    Employment,
    anniversary_due,
    anniversary_reached,
    bonus_due,
    bonus_passed,
    bonus_recorded,
    bonus_year_is_possible,
    opened,
    paid_is_possible,
    premium_is_possible,
    settlement_dropped,
    settlement_reckoned,
    told,
    vacation_due,
    vacation_is_possible,
)
from enrolment.models import Affiliation, DomesticWorker, Household, Place
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, roles_between
from workflow.context import SYSTEM, Actor, Role
from workflow.definition import Action, Deadline, State, Workflow, anybody

PARTIES = frozenset({HOUSEHOLD, DOMESTIC_WORKER})


def look(session: Session, case: Any) -> Employment:
    """Both parties, the place, the terms through time and what was recorded."""
    affiliation = session.get_one(Affiliation, case.affiliation_id)
    household = session.get_one(Household, affiliation.household_id)
    worker = session.get_one(DomesticWorker, affiliation.worker_id)
    policies = session.info["settings"].policies
    account = open_account(session, affiliation, policies)
    her = worker.person.as_recipient(affiliation.worker_email)
    return Employment(
        people={HOUSEHOLD: (household.person.as_recipient(),), DOMESTIC_WORKER: (her,)},
        zone=zone_at(session.get_one(Place, affiliation.place_id).municipality),
        household_person=household.person_id,
        worker_person=worker.person_id,
        household_name=household.person.full_name,
        worker_name=affiliation.worker_given_name or "",
        account=account,
        ended_on=affiliation.ended_on,
        end_reason=affiliation.end_reason or "",
    )


def roles_of(actor: Actor, _case: Any, around: Employment) -> frozenset[Role]:
    """The two parties, nobody else: what labour law grants is no matter of the insurance."""
    return roles_between(actor, around.household_person, around.worker_person) & PARTIES


BONUS = Deadline(
    "bonus", bonus_due, on_expiry="pass_bonus", basis=("lft_87",), reminders=(18, 7, 1), reminds=(HOUSEHOLD,)
)
ANNIVERSARY = Deadline("anniversary", anniversary_due, on_expiry="reach_anniversary", basis=("lft_76",), silent=True)
VACATION = Deadline("vacation", vacation_due, on_expiry="pass_vacation", basis=("lft_81",))

STATES = (
    State("running", tags=frozenset({"open", "watched"}), deadlines=(BONUS, ANNIVERSARY, VACATION)),
    State("leaving", tags=frozenset({"open", "to_settle"}), seen_by=(DOMESTIC_WORKER,)),
    State("settled", final=True, tags=frozenset({"to_show"})),
    State("dropped", final=True),
)

CLOCKS = (
    Action(
        code="open",
        target="running",
        roles=anybody(SYSTEM),
        basis=("lft_334bis",),
        facts=("affiliation_id",),
        computes=opened,
    ),
    Action(
        code="pass_bonus",
        source=("running",),
        roles=anybody(SYSTEM),
        basis=("lft_87",),
        computes=bonus_passed,
        notices={DOMESTIC_WORKER: "bonus_passed"},
        rearms=("bonus",),
        quiet=True,
    ),
    Action(
        code="reach_anniversary",
        source=("running",),
        roles=anybody(SYSTEM),
        basis=("lft_76", "lft_81"),
        computes=anniversary_reached,
        notices={HOUSEHOLD: "anniversary", DOMESTIC_WORKER: "anniversary_worker"},
        rearms=("anniversary", "vacation"),
        quiet=True,
    ),
    Action(
        code="pass_vacation",
        source=("running",),
        roles=anybody(SYSTEM),
        basis=("lft_81",),
        notices={HOUSEHOLD: "vacation_passed", DOMESTIC_WORKER: "vacation_passed_worker"},
        quiet=True,
    ),
)
RECORDS = (
    Action(
        code="record_bonus",
        source=("running", "leaving"),
        roles=anybody(HOUSEHOLD),
        basis=("lft_87",),
        checks=(paid_is_possible, bonus_year_is_possible),
        inputs=("year", "paid", "paid_on"),
        computes=bonus_recorded,
        notices={DOMESTIC_WORKER: "bonus_recorded"},
        effects=(keep_bonus,),
        rearms=("bonus",),
    ),
    Action(
        code="record_vacation",
        source=("running",),
        roles=anybody(HOUSEHOLD),
        basis=("lft_76", "lft_80"),
        checks=(vacation_is_possible, premium_is_possible),
        inputs=("service_year", "first_day", "days_off", "premium"),
        notices={DOMESTIC_WORKER: "vacation_recorded"},
        effects=(keep_vacation,),
    ),
)
ENDING = (
    Action(
        code="leave",
        source=("running",),
        target="leaving",
        roles=anybody(SYSTEM),
        basis=("lft_79", "lft_87", "lft_343"),
        computes=settlement_reckoned,
        notices={HOUSEHOLD: "settlement", DOMESTIC_WORKER: "settlement_worker"},
    ),
    Action(
        code="resume",
        source=("leaving",),
        target="running",
        roles=anybody(SYSTEM),
        basis=("practice",),
        computes=settlement_dropped,
    ),
    Action(
        code="record_settlement",
        source=("leaving",),
        target="settled",
        roles=anybody(HOUSEHOLD),
        basis=("lft_79", "lft_343"),
        checks=(paid_is_possible,),
        inputs=("paid", "paid_on"),
        notices={DOMESTIC_WORKER: "settlement_recorded"},
        effects=(keep_settlement,),
    ),
    Action(
        code="drop",
        source=("running", "leaving"),
        target="dropped",
        roles=anybody(SYSTEM),
        basis=("practice",),
    ),
)

LABOUR_DUES = Workflow(
    name="labour_dues",
    model=LabourDues,
    states=STATES,
    actions=(*CLOCKS, *RECORDS, *ENDING),
    look=look,
    roles_of=roles_of,
    tell=told,
)
