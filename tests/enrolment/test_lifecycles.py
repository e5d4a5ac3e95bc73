"""Who may do what in which state: the declarations beside tables written by hand, every state × action × role."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from enrolment import service
from enrolment.household.delegation_rules import digest_of, new_code
from enrolment.household.household_models import Delegation, Succession
from enrolment.household.registration import REGISTRATION
from enrolment.insurance.situation_models import Situation
from enrolment.labour.dues_effects import dues_of
from enrolment.labour.dues_models import NotReceived
from enrolment.lifecycle import LIFECYCLES
from enrolment.models import Confirmation
from enrolment.money.contribution import CONTRIBUTION_PERIOD
from enrolment.papers import issuing
from enrolment.pending.task_kinds import MINOR_CERTIFICATE
from enrolment.pending.task_models import Task
from enrolment.people.identity_models import NumberChoice, PossibleDuplicate
from enrolment.people.invented import InventedPerson, invented_person
from enrolment.people.protection_models import ProtectionMatter
from enrolment.relation.affiliation import AFFILIATION
from enrolment.relation.confirmation import CONFIRMATION
from enrolment.roles import (
    CASEWORKER,
    DELEGATE,
    DELEGATE_ENROLS,
    DELEGATE_PAYS,
    DELEGATE_REPORTS,
    DOMESTIC_WORKER,
    HOUSEHOLD,
    PROTECTION,
    SUCCESSOR,
    SUPERVISOR,
    roles_between,
)
from tests.conftest import settings_for
from tests.enrolment.money_lifecycles import MONEY, MONEY_DATA, money_cases
from tests.enrolment.parties import (
    LIVE_IN,
    affiliation,
    asked_correction,
    certificate,
    household,
    payer,
    periods,
    state_doubt,
    worker_actor,
)
from workflow.context import SYSTEM, THE_SYSTEM, Actor, Context, Role
from workflow.database import Database
from workflow.decision import decide, decide_opening
from workflow.definition import Workflow
from workflow.engine import context_of, fire, open_case
from workflow.errors import NotAllowed, NotReady, WrongState
from workflow.machines import next_state

NOON = datetime(2026, 3, 10, 18, tzinfo=UTC)
MARCH = (date(2026, 3, 1), date(2026, 3, 31))
ROLES: Mapping[str, Role] = {
    "H": HOUSEHOLD,
    "W": DOMESTIC_WORKER,
    "C": CASEWORKER,
    "U": SUPERVISOR,
    "S": SYSTEM,
    "P": PROTECTION,
    "X": SUCCESSOR,
    "v": DELEGATE,
    "p": DELEGATE_PAYS,
    "r": DELEGATE_REPORTS,
    "e": DELEGATE_ENROLS,
}

# state: action roles -> target (none: the state stays); roles by the letters above.
BY_HAND: Mapping[str, str] = {
    "registration": """
        - begin H draft
        draft save H
        draft submit H submitted
        draft file_incomplete H correction_requested
        draft withdraw H withdrawn
        submitted review S in_review
        submitted register S registered
        in_review register CU registered
        in_review request_correction CU correction_requested
        in_review refuse CU refused
        in_review transfer CU
        in_review withdraw H withdrawn
        correction_requested save H
        correction_requested submit H submitted
        correction_requested expire S withdrawn
        correction_requested withdraw H withdrawn
        registered change_contact H
        registered close HSCU closed
        registered add_home H
        registered move_home H
        registered end_home H
        closed reopen SCU registered
        """,
    "affiliation": """
        - begin He draft
        draft save He
        draft submit He submitted
        draft file_incomplete He correction_requested
        draft discard He discarded
        submitted review S in_review
        submitted enrol S enrolled
        submitted stop S stopped
        correction_requested stop S stopped
        in_review accept CU enrolled
        in_review request_correction CU correction_requested
        in_review refuse CU refused
        in_review transfer CU
        in_review withdraw He withdrawn
        correction_requested save He
        correction_requested submit He submitted
        correction_requested expire S withdrawn
        correction_requested withdraw He withdrawn
        enrolled propose_next S
        enrolled change_terms Hr
        enrolled report_days Hp
        enrolled pause H
        enrolled take_vacation H
        enrolled work_holiday H
        enrolled shorten_days H
        enrolled complete_identity HWCU
        ended complete_identity HWCU
        enrolled end HSCU ended
        enrolled void U voided
        ended void U voided
        ended reverse_end HCU enrolled
        enrolled hand_over S
        enrolled give_back S
        in_review change_place S
        enrolled change_place S
        enrolled settle_findings CU
        enrolled correct_identity S
        ended correct_identity S
        """,
    "confirmation": """
        - ask S pending
        pending confirm W confirmed
        pending dispute W disputed
        pending remain_unconfirmed S unconfirmed
        unconfirmed confirm W confirmed
        unconfirmed dispute W disputed
        confirmed dispute W disputed
        pending say_pay W
        unconfirmed say_pay W
        confirmed say_pay W
        disputed say_pay W
        disputed settle CU settled
        disputed transfer CU
        """,
    "contribution_period": """
        - propose S proposed
        proposed issue SHp issued
        proposed cancel S cancelled
        proposed resume S
        issued reissue S
        issued pass_cut_off S
        issued look_again S
        issued settle SCU paid
        issued pay_part SCU part_paid
        issued fall_overdue S overdue
        issued lapse S expired
        issued cancel S cancelled
        part_paid settle SCU paid
        part_paid pay_part SCU part_paid
        part_paid fall_overdue S overdue
        part_paid lapse S expired
        part_paid look_again S
        part_paid cancel S cancelled
        overdue settle SCU paid
        overdue pay_part SCU
        overdue cancel S cancelled
        expired reinstate SCU paid
        issued name_payer Hp
        part_paid name_payer Hp
        overdue name_payer Hp
        paid name_payer Hp
        paid pay_surcharge SCU
        overdue charge S
        issued repeat_line Hp
        part_paid repeat_line Hp
        overdue repeat_line Hp
        expired replace_line Hp
        """,
    "doubt": """
        - state H stated
        stated pass_term S overdue
        stated uphold U upheld
        stated dismiss CU dismissed
        stated withdraw H withdrawn
        stated transfer CU
        overdue uphold U upheld
        overdue dismiss CU dismissed
        overdue withdraw H withdrawn
        overdue transfer CU
        """,
    "possible_duplicate": """
        - find S waiting
        waiting merge CU merged
        waiting keep_apart CU different
        merged undo CU waiting
        different look_again CU waiting
        waiting transfer CU
        """,
    "number_choice": """
        - find S waiting
        waiting choose CU chosen
        waiting drop S dropped
        chosen drop S dropped
        chosen find_again S waiting
        chosen look_again CU waiting
        dropped find_again S waiting
        waiting transfer CU
        """,
    "correction": """
        - ask HWCU asked
        asked accept CU accepted
        asked refuse CU refused
        asked withdraw HW withdrawn
        asked transfer CU
        """,
    "protection_matter": """
        - receive S received
        received escalate S escalated
        received take_up PU taken_up
        escalated take_up PU taken_up
        received refer PU referred
        escalated refer PU referred
        taken_up refer PU referred
        taken_up note PU
        referred note PU
        referred close PU closed
        received find_mistaken PU mistaken
        escalated find_mistaken PU mistaken
        taken_up find_mistaken PU mistaken
        """,
    "certified_period": """
        - record HWCU recorded
        recorded confirm CU confirmed
        recorded correct CU confirmed
        recorded annul CU annulled
        recorded withdraw HW withdrawn
        recorded transfer CU
        confirmed correct CU confirmed
        confirmed annul CU annulled
        """,
    "situation": """
        - tell HW told
        told tell_again HW
        told forget HW forgotten
        """,
    "awaited_end": """
        - ask HCU waiting
        waiting wait_anew S
        waiting take_effect S in_effect
        waiting withdraw HCU withdrawn
        """,
    "task": """
        - ask S pending
        - ask_office S in_office
        pending finish HW done
        pending settle CU done
        pending waive CU waived
        pending close S done
        pending lapse S lapsed
        pending pass_due S overdue
        overdue finish HW done
        overdue settle CU done
        overdue waive CU waived
        overdue close S done
        overdue lapse S lapsed
        in_office settle CU done
        in_office waive CU waived
        in_office close S done
        in_office lapse S lapsed
        in_office transfer CU
        overdue transfer CU
        """,
    "labour_dues": """
        - open S running
        running pass_bonus S
        running reach_anniversary S
        running pass_vacation S
        running record_bonus H
        leaving record_bonus H
        running record_vacation H
        running leave S leaving
        leaving resume S running
        leaving record_settlement H settled
        running drop S dropped
        leaving drop S dropped
        """,
    "not_received": """
        - say W noted
        noted tell W told
        told answer H
        told confirm_received W received
        noted withdraw W withdrawn
        told withdraw W withdrawn
        """,
    "issuance": """
        - issue_proof HW valid
        - issue_recap HW valid
        - issue_receipt H valid
        valid switch_off W switched_off
        switched_off switch_on W valid
        """,
}
SHAPES: Mapping[str, str] = {
    "delegation": """
        - invite H invited
        invited accept v in_force
        invited decline v declined
        invited withdraw H withdrawn
        invited lapse S lapsed
        in_force change H
        in_force end HvS ended
        in_force expire S ended
        """,
    "succession": """
        - open X received
        received identify SCU in_review
        correction_requested answer X in_review
        in_review agree H
        objected agree H
        in_review object WH objected
        correction_requested object WH objected
        accepted object WH objected
        received withdraw X withdrawn
        in_review withdraw X withdrawn
        correction_requested withdraw X withdrawn
        objected withdraw X withdrawn
        accepted withdraw X withdrawn
        in_review request_correction CU correction_requested
        objected request_correction CU correction_requested
        correction_requested expire S withdrawn
        in_review accept CU accepted
        objected accept CU accepted
        received refuse CU refused
        in_review refuse CU refused
        objected refuse CU refused
        accepted complete SCU handed_over
        handed_over undo CU undone
        received transfer CU
        in_review transfer CU
        objected transfer CU
        """,
}
DATA: Mapping[str, Mapping[str, Any]] = {
    **MONEY_DATA,
    "report_days": {"month": date(2026, 3, 1), "days": [10]},
    "change_terms": {"change_from": date(2026, 3, 10)},
    "transfer": {"to_office": "JAL"},
}


def table(workflow: Workflow) -> dict[tuple[str, str], tuple[set[Role], str | None]]:
    """The table by hand: who may take an action in a state, and where it leads."""
    rows = {}
    for line in {**BY_HAND, **SHAPES, **MONEY}[workflow.name].split("\n"):
        if not line.strip():
            continue
        state, action, letters, *target = line.split()
        rows[state, action] = ({ROLES[letter] for letter in letters}, target[0] if target else None)
    return rows


STATES = [
    pytest.param(workflow, state, id=f"{workflow.name}-{state}")
    for workflow in LIFECYCLES
    for state in workflow.state_codes
]


@pytest.fixture(scope="module")
def contexts(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Context]:
    """A real case of every procedure as a decision sees it."""
    folder = tmp_path_factory.mktemp("lifecycles")
    path = folder / "afilia.sqlite3"
    shutil.copyfile(sqlite_template, path)
    database = Database(settings_for(f"sqlite:///{path}", folder))
    with database.write() as session:
        who = household(session, NOON)
        relation = affiliation(session, who, NOON, invented_person(7), date(2026, 3, 10), terms=LIVE_IN)
        period = periods(session, relation)[-1]
        affiliation(session, who, NOON, invented_person(9, born=date(2012, 1, 5)), date(2026, 3, 10), terms=LIVE_IN)
        affiliation(session, who, NOON, invented_person(8, born=date(2010, 1, 5)), date(2026, 3, 10), terms=LIVE_IN)
        cases = {
            "registration": session.get_one(REGISTRATION.model, registration_id(session, who.person_id)),
            "affiliation": relation,
            "confirmation": session.query(Confirmation).filter_by(affiliation_id=relation.id).one(),
            "contribution_period": period,
            "doubt": state_doubt(session, relation, who.actor, NOON),
            **identity_cases(session, invented_person(7)),
            **certified_cases(session),
            **household_cases(session, who, relation),
            "correction": asked_correction(session, relation, who.actor, NOON),
            "protection_matter": session.query(ProtectionMatter).one(),
            "labour_dues": dues_of(session, relation.id, "open"),
            "not_received": say_missing(session, relation),
            **money_cases(session, relation, period, NOON),
            "issuance": issuing.receipt_for(session, relation, MARCH, who.actor, NOON, "es").case,
            "task": session.query(Task).filter_by(kind=MINOR_CERTIFICATE).one(),
        }
        found = {name: context_of(session, case, THE_SYSTEM, NOON) for name, case in cases.items()}
    database.engine.dispose()
    return found


def certified_cases(session: Any) -> dict[str, Any]:
    """A worker of a home of her own who is certified for a week, and the baja that waits for its end."""
    who = household(session, NOON, 4)
    relation = affiliation(session, who, NOON, invented_person("certified"), date(2026, 3, 10), terms=LIVE_IN)
    recorded = certificate(session, relation, who.actor, NOON)
    waiting = service.end_relation(session, relation.id, who.actor, NOON, date(2026, 3, 10), "agreement").case
    answers = {"affiliation_id": relation.id, "pension": "old_age"}
    told = open_case(session, Situation, "tell", who.actor, NOON, data=answers).case
    return {"certified_period": recorded, "awaited_end": waiting, "situation": told}


def household_cases(session: Any, who: Any, relation: Any) -> dict[str, Any]:
    """Somebody who helps the household, and who would take it over."""
    daughter, code = payer(session, NOON, 11), new_code()
    invitation = {
        "household_id": relation.household_id,
        "invited_name": "Mi hija",
        "code_digest": digest_of(code),
        "rights": "pay",
        "until": date(2026, 6, 30),
    }
    helped = open_case(session, Delegation, "invite", who.actor, NOON, data=invitation).case
    fire(session, helped, "accept", daughter.actor, NOON, data={"proof": digest_of(code)})
    request = {
        "successor_id": daughter.person_id,
        "household_id": relation.household_id,
        "reason": "death",
        "kin": "child",
        "since": NOON.date(),
    }
    asked = open_case(session, Succession, "open", daughter.actor, NOON, data=request).case
    return {"delegation": helped, "succession": asked}


def identity_cases(session: Any, known: InventedPerson) -> dict[str, Any]:
    """What two further households bring up: another NSS under her CURP, and her name without a CURP."""
    other, day = invented_person("another number").nss, date(2026, 3, 10)
    affiliation(session, household(session, NOON, 5), NOON, known, day, worker_nss=other)
    unnumbered = {"worker_curp": None, "worker_nss": None, "worker_birth_date": known.born}
    affiliation(session, household(session, NOON, 6), NOON, known, day, **unnumbered)
    return {
        "possible_duplicate": session.query(PossibleDuplicate).one(),
        "number_choice": session.query(NumberChoice).one(),
    }


def say_missing(session: Any, relation: Any) -> Any:
    """The worker says that the bonus did not arrive."""
    her, data = worker_actor(session, relation, NOON), {"affiliation_id": relation.id, "subject": "aguinaldo"}
    return open_case(session, NotReceived, "say", her, NOON, data=data).case


def registration_id(session: Any, person_id: Any) -> Any:
    """The registration of a person."""
    return session.query(REGISTRATION.model.id).filter_by(person_id=person_id).scalar()


def as_seen(context: Context, state: str, action: str, role: Role) -> Context:
    """The context as it would be for one role in one state."""
    case = SimpleNamespace(**{**vars(context.case), "state": state})
    return replace(context, case=case, roles=frozenset({role}), comment="Por este motivo.", data=DATA.get(action, {}))


@pytest.mark.parametrize("workflow", LIFECYCLES, ids=lambda workflow: workflow.name)
def test_the_declaration_says_what_was_written_by_hand(workflow: Workflow) -> None:
    declared = {
        (state, action.code): (set(action.roles), action.target)
        for action in workflow.actions
        for state in (action.source or ("-",))
    }
    assert declared == table(workflow)


@pytest.mark.parametrize(("workflow", "state"), STATES)
def test_every_state_action_and_role(contexts: dict[str, Context], workflow: Workflow, state: str) -> None:
    actions = sorted({action.code for action in workflow.actions if not action.opens})
    asked = [(action, role) for action in actions for role in ROLES.values()]
    answers = {(a, r.code): answer(workflow, a, as_seen(contexts[workflow.name], state, a, r)) for a, r in asked}
    assert answers == {(a, r.code): expected(workflow, state, a, r) for a, r in asked}


def answer(workflow: Workflow, action: str, context: Context) -> str:
    """What the engine says: refused, or the state the action leads to."""
    try:
        decided = decide(workflow, action, context)
    except NotAllowed:
        return "not allowed"
    except WrongState:
        return "wrong state"
    except NotReady:
        decided = next(a for a in workflow.versions_of(action) if context.case.state in a.source)
    return next_state(workflow.name, decided, context.case.state)


def expected(workflow: Workflow, state: str, action: str, role: Role) -> str:
    """What the table by hand says of it."""
    rows = table(workflow)
    somewhere = {allowed for (_state, code), (roles, _target) in rows.items() if code == action for allowed in roles}
    roles, target = rows.get((state, action), (None, None))
    if role not in somewhere:
        return "not allowed"
    if roles is None:
        return "wrong state"
    return (target or state) if role in roles else "not allowed"


@pytest.mark.parametrize("workflow", LIFECYCLES, ids=lambda workflow: workflow.name)
@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.code)
def test_who_may_begin_a_case(contexts: dict[str, Context], workflow: Workflow, role: Role) -> None:
    for opening in workflow.opening:
        context = as_seen(contexts[workflow.name], "", opening.code, role)
        if role in opening.roles:
            try:
                decide_opening(workflow, opening.code, context)
            except NotReady as missing:
                assert [s.code for s in missing.sentences] == ["registration.already_registered"]  # noqa: PT017
        else:
            with pytest.raises(NotAllowed):
                decide_opening(workflow, opening.code, context)


def test_a_party_never_decides_as_an_official(contexts: dict[str, Context]) -> None:
    around = contexts["affiliation"].around
    both = Actor(None, around.household_person, frozenset({"caseworker", "household"}))
    assert AFFILIATION.roles_of(both, contexts["affiliation"].case, around) == {HOUSEHOLD}
    worker = replace(both, person_id=contexts["confirmation"].around.worker_person)
    asked = contexts["confirmation"]
    assert CONFIRMATION.roles_of(worker, asked.case, asked.around) == {DOMESTIC_WORKER}


DECIDED = [workflow for workflow in LIFECYCLES if workflow.states_tagged("to_decide")]


@pytest.mark.parametrize("workflow", DECIDED, ids=lambda workflow: workflow.name)
def test_what_officials_decide_is_routed_and_can_be_transferred(
    contexts: dict[str, Context], workflow: Workflow
) -> None:
    found = contexts[workflow.name]
    assert found.case.office == "CMX"
    here, elsewhere = (
        Actor(invented_id(), None, frozenset({"caseworker"}), frozenset({code})) for code in ("CMX", "JAL")
    )
    assert workflow.roles_of(here, found.case, found.around) == {CASEWORKER}
    assert workflow.roles_of(elsewhere, found.case, found.around) == frozenset()
    assert workflow.versions_of("transfer")
    assert found.around.offices["JAL"] == "Jalisco"


def test_a_stranger_is_nothing_and_a_general_role_is_no_household(contexts: dict[str, Context]) -> None:
    for workflow in LIFECYCLES:
        around = contexts[workflow.name].around
        stranger = Actor(None, invented_id(), frozenset({"household", "domestic_worker"}))
        assert workflow.roles_of(stranger, contexts[workflow.name].case, around) == frozenset()


def test_the_household_sees_nothing_of_a_confirmation(contexts: dict[str, Context]) -> None:
    around = contexts["confirmation"].around
    payer = Actor(None, around.household_person, frozenset({"household", "caseworker"}))
    assert CONFIRMATION.roles_of(payer, contexts["confirmation"].case, around) == frozenset()
    assert HOUSEHOLD not in around.people


def test_officials_by_their_general_role() -> None:
    assert roles_between(Actor(None, None, frozenset({"supervisor", "analyst"})), invented_id()) == {SUPERVISOR}


def test_amounts_of_a_period_fit_its_line(contexts: dict[str, Context]) -> None:
    case = contexts["contribution_period"].case
    assert case.amount > case.infonavit > Decimal(0)
    assert CONTRIBUTION_PERIOD.states_tagged("payable") == ("issued", "part_paid", "overdue")


def invented_id() -> Any:
    """The id of a person nobody knows."""
    return uuid4()


PARTIES = ("household_person", "worker_person", "person_id")
INSTITUTION = frozenset({CASEWORKER, SUPERVISOR, PROTECTION})


@pytest.mark.parametrize("workflow", LIFECYCLES, ids=lambda workflow: workflow.name)
def test_an_official_decides_nothing_about_themselves(contexts: dict[str, Context], workflow: Workflow) -> None:
    context = contexts[workflow.name]
    known = {getattr(of, name, None) for of in (context.around, context.case) for name in PARTIES} - {None}
    assert known
    for person in known:
        both = Actor(None, person, frozenset(role.code for role in ROLES.values()) - {SYSTEM.code})
        roles = workflow.roles_of(both, context.case, context.around)
        assert not roles & INSTITUTION
        for action in (a for a in workflow.actions if a.roles <= INSTITUTION):
            with pytest.raises(NotAllowed):
                decide(workflow, action.code, replace(context, actor=both, roles=roles))
