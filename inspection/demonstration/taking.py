"""The moves of a story, taken: each through the same door as an officer's click or a complainant's form."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.demonstration.demo_people import HOUSEHOLDS, actor_of
from enrolment.models import Household
from enrolment.people.invented import invented_person
from inspection.demonstration.course import Course
from inspection.demonstration.homes import identity_of
from inspection.demonstration.said import facts_of, fine_of
from inspection.demonstration.stories import Move
from inspection.demonstration.words import WORDS
from inspection.intake.receiving import add_facts, receive_complaint
from inspection.models import InspectionFile, new_folio
from inspection.sanction.sanction_models import SanctionBreach
from inspection.service.service_models import ServiceOfAct
from inspection.visit.following_models import Measure
from inspection.visit.inspection_models import Inspection
from inspection.visit.record_models import BREACH, Answer
from regime.fines import CRITERIA
from workflow.context import MEXICO_CITY, THE_SYSTEM
from workflow.definition import workflow_of
from workflow.engine import fire, open_case

# Between two steps of one day in one case.
APART = timedelta(minutes=10)
_TOLD = (
    "No estoy en el seguro y los domingos no me los pagan.",
    "Me pagan menos de lo acordado y no me dan recibo.",
    "No me dieron aguinaldo el año pasado.",
    "Trabajo doce horas y no tengo día de descanso.",
    "No tengo contrato. Cambian mi horario cuando quieren.",
)


def take_all(course: Course, moves: tuple[Move, ...], session: Session, at: datetime) -> None:
    """The moves of one day of a story, one after the other."""
    for number, move in enumerate(moves):
        take = _WAYS.get(move.step, _fire)
        take(course, move, session, at + number * APART)


def _fire(course: Course, move: Move, session: Session, at: datetime) -> None:
    """A step that is what it is called."""
    case = course.case(session, move.step)
    _step(course, case, move.step, move.who, session, at, **move.said)


def _step(
    course: Course, case: Any, step: str, who: str, session: Session, at: datetime, *, comment: str = "", **said: Any
) -> None:
    action = step.partition(".")[2]
    declared = workflow_of(type(case)).versions_of(action)
    asked = {name for known in declared for name in (*known.facts, *known.inputs, *known.private)}
    written = {name: fact for name, fact in facts_of(course, step, at, session, case).items() if name in asked}
    data = {**written, **said}
    wanted = any(known.comment == "required" for known in declared)
    words = comment or (WORDS[step] if wanted else None)
    fire(session, case, action, course.actor(session, who, case.office), at, comment=words, data=data)


def _receive(course: Course, move: Move, session: Session, at: datetime) -> None:
    """Somebody complains; a second time about the same home is another complaint that repeats the first."""
    story, draw, place = course.story, course.draw, course.place
    asks = {"speaks_as": draw.choice(("worker", "worker", "worker", "relative")), "wish": "visit", **story.asks}
    where = {} if story.nowhere else place.as_facts()
    officer = None if move.who == "complainant" else course.actor(session, move.who, place.office)
    received = receive_complaint(
        session,
        at,
        story.told or draw.choice(_TOLD),
        {**where, "still_working": True, **asks, **move.said},
        identity=identity_of(course.number, draw) if course.is_reached else None,
        channel="web" if officer is None else draw.choice(("telephone", "desk")),
        officer=officer,
    )
    course.earlier_id = course.complaint_id
    course.complaint_id, course.file_id = received.complaint.id, received.complaint.file_id


def _tell_more(course: Course, move: Move, session: Session, at: datetime) -> None:
    """Something is added to a complaint, or answered to what was asked."""
    complaint = course.complaint(session)
    who = course.actor(session, move.who, str(complaint.office))
    said = dict(move.said)
    add_facts(session, complaint, who, at, said.pop("told", "Es la casa de la reja verde."), facts=said or None)


def _join(course: Course, move: Move, session: Session, at: datetime) -> None:
    """The later complaint is worked in the file of the earlier one."""
    _step(course, course.complaint(session), move.step, move.who, session, at, joined_to=course.earlier_id)


def _place(course: Course, move: Move, session: Session, at: datetime) -> None:
    """The home that nobody had named is known."""
    _step(course, course.file(session), move.step, move.who, session, at, **course.place.as_facts())


def _open_file(course: Course, move: Move, session: Session, at: datetime) -> None:
    """The yearly programme, or a referral, names a home: a file and an inspection without any complaint."""
    said, place = dict(move.said), course.place
    home = _home_of(course.story.home, session) if course.story.home else place.as_facts()
    day = at.astimezone(MEXICO_CITY).date()
    filed = {"folio": new_folio(day), "filed_on": day, "office": place.office, "origin": said.pop("origin")}
    course.file_id = open_case(session, InspectionFile, "open", THE_SYSTEM, at, data={**home, **filed}).case.id
    director = course.actor(session, move.who, place.office)
    open_case(
        session, Inspection, "open", director, at, data={**said, "file_id": course.file_id, "office": place.office}
    )


def _home_of(username: str, session: Session) -> dict[str, Any]:
    """The home of a household that plays in the demonstration."""
    player, home = HOUSEHOLDS[username]
    person_id = actor_of(session, username).person_id
    household = session.scalars(select(Household).where(Household.person_id == person_id)).one()
    where = {"street": home.street, "postal_code": home.postal_code, "municipality": home.municipality}
    return {**where, "employer_name": player.full_name, "employer_person_id": person_id, "household_id": household.id}


def _waiting(course: Course, action: str, session: Session) -> list[ServiceOfAct]:
    """The acts of the file that a step of a service can still be taken for, the oldest first."""
    open_ones = select(ServiceOfAct).where(ServiceOfAct.file_id == course.file_id, ServiceOfAct.closed_at.is_(None))
    steps_from = workflow_of(ServiceOfAct).actions_from
    found = session.scalars(open_ones.order_by(ServiceOfAct.id)).all()
    return [one for one in found if any(step.code == action for step in steps_from(one.state, one.opened_on))]


def _serve(course: Course, move: Move, session: Session, at: datetime) -> None:
    """Whatever of the file still waits to be served is served in person."""
    for service in _waiting(course, "serve_in_person", session):
        _step(course, service, "service.serve_in_person", move.who, session, at)


def _fail(course: Course, move: Move, session: Session, at: datetime) -> None:
    """What begins a sanction finds nobody: the notifier says so where it is served, and the sanction follows."""
    waiting = _waiting(course, "fail", session)
    if waiting:
        _step(course, waiting[0], "service.fail", move.who, session, at)
    else:
        _fire(course, move, session, at)


def _close(course: Course, move: Move, session: Session, at: datetime) -> None:
    """The file is closed once everything in it has been served."""
    _serve(course, Move(0, "notifier", "service.serve", {}), session, at)
    _fire(course, move, session, at)


def _follow(course: Course, move: Move, session: Session, at: datetime) -> None:
    """The insurance of who works there is followed; `worker` is somebody who plays in the demonstration."""
    said = dict(move.said)
    known = said.pop("worker", None)
    person: dict[str, Any] = {}
    if known:
        person["worker_person_id"] = course.cast.player(session, known).person_id
    _step(course, course.file(session), move.step, move.who, session, at, **said, **person)


def _find(course: Course, move: Move, session: Session, at: datetime) -> None:
    """Who took part and what the items showed: `breaches` are breached, the others comply."""
    case = course.case(session, "inspection.answer_item")
    inspects = invented_person(f"demo {course.inspector(case.office)}")
    name = f"{inspects.given_names} {inspects.first_surname}"
    takes_part: dict[str, Any] = {"part": "inspector", "name": name, "signed": True}
    _step(course, case, "inspection.record_participant", move.who, session, at, **takes_part)
    breaches = move.said.get("breaches", [])
    for item in (1, *breaches):
        shown: dict[str, Any] = {"item": item, "result": "complies"}
        if item in breaches:
            shown |= {"result": BREACH, "workers": 1, "evidence": "No se mostró el documento."}
        _step(course, case, "inspection.answer_item", move.who, session, at, **shown)


def _assess(course: Course, move: Move, session: Session, at: datetime) -> None:
    """Every breach is weighed: what `stands` says, or that they all stand."""
    case = course.case(session, "inspection.assess_item")
    found = select(Answer).where(Answer.inspection_id == case.id, Answer.result == BREACH).order_by(Answer.item)
    for answer in session.scalars(found).all():
        weighed = {"item": answer.item, "assessed": "stands", "assessed_evidence": "Recibos y contrato.", **move.said}
        _step(course, case, "inspection.assess_item", move.who, session, at, **weighed)


def _verify(course: Course, move: Move, session: Session, at: datetime) -> None:
    """Every measure is looked at in what was handed in."""
    case = course.case(session, "inspection.verify_measure")
    for measure in session.scalars(
        select(Measure).where(Measure.inspection_id == case.id).order_by(Measure.item)
    ).all():
        looked = {"how": "documents", "fulfilled": True, "verified_evidence": "Foto y recibo.", **move.said}
        _step(course, case, "inspection.verify_measure", move.who, session, at, item=measure.item, **looked)


def _weigh(course: Course, move: Move, session: Session, at: datetime) -> None:
    """Every breach is weighed and fined, every criterion of the law reasoned."""
    case = course.case(session, "sanction.weigh_breach")
    verdict = move.said.get("verdict", "proved")
    found = select(SanctionBreach.item).where(SanctionBreach.sanction_id == case.id).order_by(SanctionBreach.item)
    for item in session.scalars(found).all():
        seen = "Se ve en los recibos que están en el expediente."
        weighed = {"item": item, "verdict": verdict, "comment": seen}
        _step(course, case, "sanction.weigh_breach", move.who, session, at, **weighed)
        if verdict == "proved":
            _step(course, case, "sanction.set_fine", move.who, session, at, item=item, chosen=fine_of(item))
    for criterion in CRITERIA if verdict == "proved" else ():
        reasoned = {
            "criterion": criterion,
            "comment": "Es una casa, con una persona que trabaja. Paga su primera falta.",
        }
        _step(course, case, "sanction.reason_criterion", move.who, session, at, **reasoned)


_WAYS: Mapping[str, Callable[[Course, Move, Session, datetime], None]] = MappingProxyType(
    {
        "complaint.receive": _receive,
        "complaint.receive_again": _receive,
        "complaint.add_facts": _tell_more,
        "complaint.answer_data": _tell_more,
        "complaint.join": _join,
        "file.open": _open_file,
        "file.close": _close,
        "file.follow_insurance": _follow,
        "file.place_home": _place,
        "inspection.find": _find,
        "inspection.assess": _assess,
        "inspection.verify": _verify,
        "sanction.service_failed": _fail,
        "sanction.weigh": _weigh,
        "service.serve": _serve,
    }
)
