"""Attending somebody who does not sign in: for whom this session files, through which channel, and which pages open.

An attendance is remembered in the session of the official and asked for anew with every request: once it has ended,
by hand or with the day, or the official turns out to be too close to the person, it opens nothing. On the pages of
`Area.attended` whoever acts is then the person, in their own right; everywhere else the official is an official.
"""

from dataclasses import dataclass
from uuid import UUID

from flask import Flask, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_security import current_user

from enrolment.attending.attendance import attended_by
from enrolment.attending.attendance_models import Attendance
from enrolment.offices import offices
from enrolment.people.concerned import close_to
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD
from regime.sentences import Sentence
from web.edge.access import OPEN_BY_TELEPHONE, is_attended
from web.edge.access_log import note_read
from web.edge.clock import now
from web.edge.transactions import reading
from workflow.context import COUNTER, MEXICO_CITY, Actor
from workflow.people import Person

KEY = "attendance"
CLOSED = 403
LANDING = "attending.show"


@dataclass(frozen=True, slots=True)
class Attended:
    """Whom this session attends: the case, the person's name, and the actor in their right."""

    case: Attendance
    name: str
    actor: Actor

    @property
    def is_here(self) -> bool:
        """Whether the person stands at the counter; otherwise they are on the telephone."""
        return self.case.channel == COUNTER

    def may_open(self, endpoint: str | None) -> bool:
        """Whether a page of the person's own is open through their channel."""
        return self.is_here or endpoint in OPEN_BY_TELEPHONE


def begin(attendance_id: UUID) -> None:
    """From the next page on this session files for the person of the attendance."""
    session[KEY] = str(attendance_id)


def leave() -> None:
    """From now on this session is the official's own again."""
    session.pop(KEY, None)
    g.attending = None


def attending() -> Attended | None:
    """Whom this session attends, if that is still so."""
    if "attending" not in g:
        g.attending = _found() if KEY in session and current_user.is_authenticated else None
    found: Attended | None = g.attending
    return found


def attended_here() -> Actor | None:
    """Who acts on the page of this request instead of the official; None on the official's own pages."""
    found = attending()
    return found.actor if found is not None and is_attended(request.endpoint) else None


def _found() -> Attended | None:
    own: Actor = current_user.actor
    case = attended_by(reading(), UUID(session[KEY]), own.login_id)
    if case is None or _is_over(case) or own.person_id in close_to(reading(), case.person_id):
        session.pop(KEY)
        return None
    person = reading().get_one(Person, case.person_id)
    roles = frozenset({HOUSEHOLD.code, DOMESTIC_WORKER.code})
    files = Actor(own.login_id, person.id, roles, channel=case.channel, attendance_id=case.id)
    return Attended(case, person.full_name, files)


def _is_over(case: Attendance) -> bool:
    office = offices(reading()).by_code.get(case.office or "")
    zone = office.zone if office else MEXICO_CITY
    return now().astimezone(zone).date() > case.until


def _open_or_say_why() -> ResponseReturnValue | None:
    """Close what the channel does not allow, with the sentence that says where it can be done; write down each look."""
    found = attending()
    if found is None or not is_attended(request.endpoint):
        return None
    if not found.may_open(request.endpoint):
        return render_template("attending/closed.html", attended=found), CLOSED
    if request.method == "GET":
        note_read("attendance", found.case.id, Sentence("access.attended", {"page": request.path}))
    return None


def _back_to_the_list(response: Response) -> Response:
    """What was done by telephone leads back to what else can be done by telephone, and to no page that is closed."""
    found: Attended | None = g.get("attending")
    by_telephone = found is not None and not found.is_here and request.method == "POST"
    if by_telephone and is_attended(request.endpoint) and response.status_code in (302, 303):
        return redirect(url_for(LANDING), response.status_code)  # type: ignore[return-value]
    return response


def install(app: Flask) -> None:
    """Give templates whom the session attends; close and open pages by channel. Accounts are installed before."""
    app.jinja_env.globals["attending"] = attending
    app.before_request(_open_or_say_why)
    app.after_request(_back_to_the_list)
