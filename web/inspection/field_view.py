"""What the page of a visit shows: the rung of the ladder, permissions, questions, who took part, what was kept."""

import hmac
import json
from base64 import b64encode
from hashlib import sha256
from typing import Any

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.household.homes import zone_at
from inspection.models import InspectionFile
from inspection.visit.asked import Section, asked_in
from inspection.visit.ladder import RUNGS, rung
from inspection.visit.look import consents_of
from inspection.visit.record_models import Answer, Participant
from web.casework.case_page import CasePage
from web.edge.auth import actor
from web.edge.clock import today
from web.edge.language import language, t
from web.edge.transactions import reading
from web.inspection.evidence_pages import evidence_links
from web.inspection.field_forms import SectionForm
from web.inspection.file_pages import address_of
from web.inspection.visit_fields import interviews
from workflow.words import moment

# What is written down without moving the visit on; each has a part of the page of its own.
RECORDED = ("record_relation", "record_door", "interview", "agree_to_use", "record_participant", "add_evidence")
# Of these, what changes no other part: with its script the page stays as it is.
STAYS = tuple(code for code in RECORDED if code != "record_relation")
# Parts that take one thing after another, and parts that say how something is now.
TAKES_MORE = ("interview", "record_participant", "add_evidence")
ELSEWHERE = ("answer_item", "reassign", "forward_acta")
SAID_BY_SCRIPT = (
    "here", "files", "sending", "sent", "offline", "waiting", "session", "refused", "loose", "step", "sign_out",
    "too_large", "gone", "drop",
)  # fmt: skip


def sections_of(session: Session, case: Any) -> list[Section]:
    """The questions that concern this visit, by section."""
    return asked_in(session, case, today(), list(_answers(session, case).values()))


def lines_of(session: Session, case: Any) -> dict[str, list[str]]:
    """What was written down so far, in words; of interviews nothing but where they were."""
    mine = select(Participant).where(Participant.inspection_id == case.id).order_by(Participant.id)
    return {
        "record_participant": [_took_part(one) for one in session.scalars(mine)],
        "interview": [label for _id, label in interviews(case)],
    }


def field_page(
    page: CasePage, status: int = 200, refused: Any = None, part: str = "", **more: Any
) -> ResponseReturnValue:
    """The page; a refused form stands where it was typed."""
    session, case = reading(), page.case
    file = session.get_one(InspectionFile, case.file_id)
    answers = _answers(session, case)
    sections = [
        refused if isinstance(refused, SectionForm) and code == part else SectionForm(code, items, answers)
        for code, items in sections_of(session, case)
    ]
    shown = {"refusal": (), "changes": (), **more}
    return render_template(
        "inspection/field.html",
        page=page,
        file=file,
        address=address_of(file),
        consents=[_consent(one, zone_at(file.municipality)) for one in consents_of(session, case.id)],
        rungs=[(one, one == rung(case)) for one in RUNGS],
        steps=[one for one in page.actions if one.code not in (*RECORDED, *ELSEWHERE) and one.form],
        forms=_forms(page),
        may_answer=page.action("answer_item") is not None,
        sections=sections,
        today=today(),
        takes_more=TAKES_MORE,
        lines=lines_of(session, case),
        files=evidence_links(session, case, page.reader),
        refused=refused,
        part=part,
        draft=_kept_on_telephone(case),
        **shown,
    ), status


def _forms(page: CasePage) -> dict[str, Any]:
    """The parts in which something can be written down now; of the use of an interview once there is one."""
    found = {code: page.action(code) for code in RECORDED}
    if not interviews(page.case):
        found.pop("agree_to_use")
    return {code: action for code, action in found.items() if action is not None and not action.unmet}


def _answers(session: Session, case: Any) -> dict[int, Answer]:
    mine = select(Answer).where(Answer.inspection_id == case.id)
    return {answer.item: answer for answer in session.scalars(mine)}


def _took_part(one: Participant) -> str:
    signed = t("field.signed") if one.signed else t("field.unsigned", reason=one.unsigned_reason or "")
    return t("field.participant", name=one.name, part=t(f"visit.part.{one.part}"), signed=signed)


def _consent(one: Any, zone: Any) -> tuple[str, str, bool]:
    """A permission in words, until when, and whether it still holds."""
    rooms = ", ".join(t(f"visit.room.{room}") for room in one.rooms.split())
    photos = t("field.photos" if one.photos else "field.no_photos")
    said = t("field.consent", rooms=rooms, persons=one.persons, photos=photos)
    ended = one.revoked_at is not None
    until = moment(language(), one.revoked_at if ended else one.valid_until, zone)
    return said, t("field.consent_ended" if ended else "field.consent_until", when=until), not ended


def _kept_on_telephone(case: Any) -> dict[str, str]:
    """Under which name, and with which key, a telephone keeps what is typed: of this visit and this account alone.

    The key stands in the page and nowhere on the telephone, so that what was kept opens only after signing in again.
    """
    whose = f"{actor().login_id}:{case.id}"
    secret = str(current_app.secret_key).encode()
    words = {code: t(f"field.sync.{code}") for code in SAID_BY_SCRIPT}
    return {
        "name": hmac.new(secret, f"draft of:{whose}".encode(), sha256).hexdigest()[:32],
        "secret": b64encode(hmac.new(secret, f"draft key:{whose}".encode(), sha256).digest()).decode(),
        "words": json.dumps(words, ensure_ascii=False),
    }
