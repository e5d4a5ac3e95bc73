"""For strangers: is this paper true? By its folio or by the code that a camera reads; nobody learns more than that."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from enrolment.papers.verification import Verified, by_code, by_folio
from inspection.papers.verification import VerifiedAct, act_by_code, act_by_folio
from web.edge.clock import now
from web.edge.transactions import reading
from web.forms.fields import Length, PageForm, Required, TextInput

blueprint = Blueprint("verification", __name__)
NOT_FOUND, INVALID = 404, 422
MOST_TYPED = 40


class FolioForm(PageForm):
    """The folio as it stands on the paper."""

    folio = TextInput(
        "verify.folio",
        [Required("verify.folio_missing"), Length("form.too_long", most=MOST_TYPED)],
        description="verify.folio.hint",
    )


@blueprint.get("/verify")
def ask() -> ResponseReturnValue:
    """Where a folio is typed."""
    return render_template("verification/ask.html", form=FolioForm(formdata=None))


@blueprint.post("/verify")
def look_up() -> ResponseReturnValue:
    """What the folio stands for. It travels in the form and not in the address, where histories would keep it."""
    form = FolioForm(formdata=request.form)
    if not form.validate():
        return render_template("verification/ask.html", form=form), INVALID
    typed = form.folio.data or ""
    return _answer(by_folio(reading(), typed, now()) or act_by_folio(reading(), typed))


@blueprint.get("/v/<code>")
def show(code: str) -> ResponseReturnValue:
    """What the code of a QR stands for."""
    return _answer(by_code(reading(), code, now()) or act_by_code(reading(), code))


def _answer(found: Verified | VerifiedAct | None) -> ResponseReturnValue:
    """One page for what is unknown and for what she has switched off, alike to the last byte."""
    if isinstance(found, VerifiedAct):
        return render_template("verification/act.html", found=found)
    return render_template("verification/answer.html", found=found), 200 if found else NOT_FOUND
