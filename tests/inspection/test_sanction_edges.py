"""Every step that a sanction and a challenge declare is taken once for real, on each database."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from inspection.sanction.challenge import CHALLENGE
from inspection.sanction.sanction import SANCTION
from inspection.sanction.sanction_models import Challenge, Sanction
from tests.inspection.edges import declared_edges, taken_edges
from tests.inspection.sanctioning import Proceeding
from workflow.definition import Action, Workflow
from workflow.engine import fire

ROWS = [*range(44, 64), 66]
Data = Mapping[str, Any]


def heard(home: Proceeding) -> Sanction:
    """Answered, and the time to answer is over."""
    case = home.to_answer()
    home.take(case, "answer", home.party)
    return home.pass_time(case, "answer")  # type: ignore[no-any-return]


def unserved(home: Proceeding) -> Sanction:
    """The time for arguments is chosen and not served yet."""
    return home.take(home.in_default(), "open_arguments", home.legal, arguments_days=5)  # type: ignore[no-any-return]


def collecting(home: Proceeding) -> Sanction:
    """The treasury was asked to collect."""
    named = {"credit_number": "C-1", "treasury": "Hacienda"}
    return home.take(home.firm(), "request_collection", home.legal, **named)  # type: ignore[no-any-return]


def reported(home: Proceeding) -> Sanction:
    """The treasury could not collect."""
    return home.take(collecting(home), "report_collection", home.legal, **uncollectable(home))  # type: ignore[no-any-return]


def uncollectable(home: Proceeding) -> dict[str, Any]:
    """What the treasury reports."""
    return {"collected": "uncollectable", "collected_on": (home.at - timedelta(hours=6)).date()}


INTO: Mapping[str, Callable[[Proceeding], Sanction]] = {
    "requested": lambda home: home.requested(),
    "to_serve": lambda home: home.to_serve(),
    "service_failed": lambda home: home.take(home.to_serve(), "service_failed", home.system),
    "to_answer": lambda home: home.to_answer(),
    "heard": heard,
    "in_default": lambda home: home.in_default(),
    "closing_arguments": unserved,
    "to_decide": lambda home: home.to_decide(),
    "decided": lambda home: home.decided(),
    "open_to_challenge": lambda home: home.open_to_challenge(),
    "challenged": lambda home: home.challenged()[0],
    "to_comply": lambda home: home.remanded(),
    "firm": lambda home: home.firm(),
    "collection_requested": collecting,
    "collection_reported": reported,
}
GIVEN: Mapping[str, Callable[[Proceeding, Sanction], Data]] = {
    "classify_breach": lambda _, case: {"item": 15, "provision": "1002", "workers": 1, "violated_on": case.acta_on},
    "accept": lambda *_: {"acta_valid": True},
    "served": lambda home, _: {"delivered_at": home.at, "served_to": "employer"},
    "answer": lambda *_: {"standing": "employer"},
    "file_paper": lambda *_: {"kind": "evidence"},
    "hold_hearing": lambda home, _: {"heard_at": home.at},
    "open_arguments": lambda *_: {"arguments_days": 10},
    "weigh_breach": lambda *_: {"item": 15, "verdict": "proved"},
    "set_fine": lambda *_: {"item": 15, "chosen": Decimal(60)},
    "reason_criterion": lambda *_: {"criterion": "harm"},
    "decide": lambda *_: {"sense": "convicting"},
    "challenge": lambda *_: {"kind": "nullity"},
    "report_collection": lambda home, _: uncollectable(home),
    "request_collection": lambda *_: {"credit_number": "C-1", "treasury": "Hacienda"},
    "record_correction": lambda *_: {"item": 15},
    "withdraw_act": lambda *_: {"ground": "manifest_error"},
    "withdraw_part": lambda *_: {"ground": "manifest_error", "item": 15},
    "remand": lambda *_: {"by_summary": False},
}


def given(home: Proceeding, case: Sanction, action: Action) -> Data:
    """What a step is given, once everything it waits for is there."""
    if action.code == "admit_answer":
        home.take(case, "answer", home.intake, standing="employer", filed_on=case.opened_on)
    if action.code == "set_fine":
        home.take(case, "weigh_breach", home.legal, item=15, verdict="proved")
    if action.code == "decide":
        home.weigh(case)
    if action.code in ("declare_lapse", "become_firm"):
        home.wait(days=200)
    data = GIVEN.get(action.code)
    return data(home, case) if data else {}


def take(home: Proceeding, case: Any, action: Action, data: Data) -> None:
    """Take a step as one of those who may."""
    people = {
        "system": home.system,
        "employer": home.party,
        "intake": home.intake,
        "legal_officer": home.legal,
        "notifier": home.notifier,
        "sanctioner": home.sanctioner,
        "superior": home.superior,
    }
    wanted = "legal_officer" if action.code in PARTLY else _taker(action)
    fire(home.session, case, action.code, people[wanted], home.at, comment="Por este motivo.", data=data)


PARTLY = ("weigh_breach", "set_fine", "reason_criterion")  # so that the sanctioner can still decide


def _taker(action: Action) -> str:
    """One of the roles; of a revision the superior."""
    codes = {role.code for role in action.roles}
    return next(code for code in ("superior", "system", "sanctioner", *sorted(codes)) if code in codes)


def steps_from(workflow: Workflow, state: str) -> list[Action]:
    """The steps of a state, those that leave it last."""
    return sorted((a for a in workflow.actions if state in a.source), key=lambda a: (a.target is not None, a.code))


@pytest.mark.rows(*ROWS)
def test_every_declared_step_of_a_sanction_can_be_taken(session: Session) -> None:
    for state in SANCTION.state_codes:
        case: Sanction | None = None
        home = Proceeding(session)
        for action in steps_from(SANCTION, state):
            if case is None or case.state != state or action.code == "admit_answer":
                home = Proceeding(session)
                case = INTO[state](home)
                assert case.state == state
            take(home, case, action, given(home, case, action))
    assert declared_edges(SANCTION) - taken_edges(session, SANCTION) == set()
    assert taken_edges(session, SANCTION) - declared_edges(SANCTION) == set()


def waiting(home: Proceeding) -> Challenge:
    """Filed out of time."""
    return home.challenge(home.firm(), "revision")


def answered(answer: str) -> Callable[[Proceeding], Challenge]:
    """A revision whose answer is decided and not served yet."""
    return lambda home: home.settle(home.challenged("revision")[1], answer, effective_on=None)


def reviewed(home: Proceeding) -> Challenge:
    """A revision with everything that a suspension needs."""
    return home.challenged("revision", suspension_asked=True, guaranteed=True)[1]


@pytest.mark.rows(57, 58, 59, 60, 66)
def test_every_declared_step_of_a_challenge_can_be_taken(session: Session) -> None:
    answers = {"confirmed": "confirm", "annulled": "annul", "remanded": "remand", "dismissed": "dismiss"}
    ended = {state: answered(answer) for state, answer in answers.items()}
    for state, into in {"to_admit": waiting, "under_review": reviewed, **ended}.items():
        for action in steps_from(CHALLENGE, state):
            home = Proceeding(session)
            case = into(home)
            assert case.state == state
            decided = {"decided_on", "effective_on"} <= set(action.facts)
            today = (home.at - timedelta(hours=6)).date()
            data: dict[str, Any] = {"decided_on": today, "effective_on": today} if decided else {}
            if action.code == "guarantee":
                data = {"suspension_asked": True, "guaranteed": True}
            take(home, case, action, data)
    assert declared_edges(CHALLENGE) ^ taken_edges(session, CHALLENGE) == set()


def test_the_rows_of_the_protocol_are_all_carried_out() -> None:
    carried = {row for workflow in (SANCTION, CHALLENGE) for action in workflow.actions for row in action.rows}
    assert {*range(46, 64), 66} - carried == set()


def test_every_clock_names_its_entry() -> None:
    """Compliance with a judgment has no entry in the catalogue."""
    clocks = {(clock.code, clock.entry) for w in (SANCTION, CHALLENGE) for s in w.states for clock in s.deadlines}
    assert {entry for _, entry in clocks} == {"", "D14", "D15", "D16", "D17", "D18", "D19", "D20", "D21", "D22", "D23"}
    assert [code for code, entry in clocks if not entry] == ["compliance"]
