"""Agreeing on the answers by which one is known on the telephone; what was agreed is shown to nobody again."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from enrolment.attending.agreed_answers import LEAST_SIGNS, QUESTIONS, agreed_at, hashed, plain
from enrolment.attending.agreed_answers import agree as keep
from regime.sentences import Sentence
from web.edge.attending import attending
from web.edge.auth import actor, fresh
from web.edge.clock import now
from web.edge.language import t
from web.edge.transactions import reading, run
from web.forms.agreed_answer_fields import AnswerFields

blueprint = Blueprint("agreed_answers", __name__, url_prefix="/account/telephone-answers")
INVALID = 422


class AgreeForm(AnswerFields):
    """Three answers that are not the same and not too short to be guessed."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Every answer has a few letters, and none is given twice."""
        is_typed = bool(super().validate(extra_validators))
        for question in QUESTIONS:
            if self[question].data and len(plain(self[question].data)) < LEAST_SIGNS:
                self[question].errors = [*self[question].errors, Sentence("answers.short", {"least": LEAST_SIGNS})]
                is_typed = False
        if is_typed and len({plain(answer) for answer in self.answers.values()}) < len(QUESTIONS):
            self.form_errors.append("answers.twice")
            is_typed = False
        return is_typed


@blueprint.get("")
@fresh
def show() -> ResponseReturnValue:
    """What the answers are for, and since when some are agreed."""
    return _page(AgreeForm(formdata=None), 200)


@blueprint.post("")
@fresh
def agree() -> ResponseReturnValue:
    """Keep the answers in place of those of before."""
    form, person_id, at = AgreeForm(), actor().person_id or abort(404), now()
    if not form.validate_on_submit():
        return _page(form, INVALID)
    hashes = hashed(form.answers)
    run(lambda session: keep(session, person_id, hashes, at))
    flash(t("answers.agreed"), "good")
    return redirect(url_for("attending.show" if attending() else "account.show"), 303)


def _page(form: AgreeForm, status: int) -> ResponseReturnValue:
    person_id = actor().person_id or abort(404)
    return render_template("account/telephone_answers.html", form=form, since=agreed_at(reading(), person_id)), status
