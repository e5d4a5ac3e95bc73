"""The counter: an official gives a domestic worker who stands there a way to sign in, printed once."""

from uuid import UUID

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from enrolment.models import DomesticWorker
from regime.sentences import Sentence
from web.edge.access_log import note_read
from web.edge.auth import actor, fresh
from web.edge.clock import now
from web.edge.transactions import reading, run
from web.forms.fields import Checkbox, Length, LongText, PageForm, Required
from web.officials.counter_access import give_access, is_party, login_of, may_be_given, new_password
from workflow.logins import hash_password

blueprint = Blueprint("counter", __name__, url_prefix="/office/workers")

INVALID = 422
LEAST_REASON, MOST_REASON = 10, 1000


class AccessForm(PageForm):
    """What the official answers for before access is given."""

    checked = Checkbox("counter.checked", [Required("counter.checked_missing")])
    reason = LongText(
        "counter.reason",
        [Required("counter.reason_missing"), Length("counter.reason_missing", LEAST_REASON, MOST_REASON)],
        description="counter.reason_hint",
    )

    def validate_checked(self, field: Checkbox) -> None:
        """Nothing is given without the person being there."""
        if not field.data:
            field.errors.append("counter.checked_missing")


@blueprint.route("/<uuid:worker_id>/access", methods=["GET", "POST"])
@fresh
def access(worker_id: UUID) -> ResponseReturnValue:
    """Ask for the reason, then show user name and password this one time."""
    worker = reading().get(DomesticWorker, worker_id) or abort(404)
    who, at = actor(), now()
    if who.login_id is None or is_party(reading(), who, worker):
        abort(404)  # nobody gives access to themselves, and no employer to whom they employ
    known = login_of(reading(), worker.person_id)
    if not may_be_given(known):
        abort(404)
    form = AccessForm()
    if not form.validate_on_submit():
        note_read("domestic_worker", worker.id, Sentence("access.counter"))
        page = render_template("office/access.html", form=form, worker=worker, known=known)
        return page, INVALID if form.errors else 200
    password, by, reason = new_password(), who.login_id, str(form.reason.data)
    hashed = hash_password(password)  # before the transaction: it takes a while
    given = run(lambda s: give_access(s, worker.person_id, password, hashed, by, reason, at))
    return render_template("office/access_given.html", given=given, worker=worker)
