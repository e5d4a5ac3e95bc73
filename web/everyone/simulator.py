"""The public simulator: what it costs to insure a persona trabajadora del hogar, without signing in."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from regime.parameters import parameter
from regime.pay import PayRefused
from regime.terms import MODES, TermsRefused
from web.edge.clock import today
from web.edge.language import month as words_of
from web.edge.transactions import database
from web.everyone.simulation import Asked, Insured, Simulation, simulate, usual_mode
from web.everyone.simulator_form import SimulatorForm

blueprint = Blueprint("simulator", __name__, url_prefix="/simulator")
INVALID = 422


@blueprint.get("")
def show() -> ResponseReturnValue:
    """The questions; below them, once they are answered, what it costs month by month."""
    if "amount" not in request.args:
        return _questions(SimulatorForm(formdata=None, today=today(), first_day=today()))
    form = SimulatorForm(formdata=request.args, today=today())
    if "change" in request.args:
        return _questions(form)
    if not form.validate():
        return _questions(form, INVALID)
    asked = form.asked()
    try:
        ways: dict[str, Simulation] = {mode: _simulation(asked, mode) for mode in MODES}
    except (PayRefused, TermsRefused) as refused:
        form.amount.errors = [refused.sentence]
        return _questions(form, INVALID)
    return _answer(form, ways)


def _questions(form: SimulatorForm, status: int = 200) -> ResponseReturnValue:
    return render_template("simulator/questions.html", form=form), status


def _answer(form: SimulatorForm, ways: dict[str, Simulation]) -> ResponseReturnValue:
    whole_week = int(parameter("rest_day_work").on(form.today).value)
    wanted = request.args.get("mode", "")
    mode = wanted if wanted in ways else usual_mode("".join(form.weekdays.data), whole_week)
    return render_template(
        "simulator/result.html",
        form=form,
        mode=mode,
        shown=ways[mode],
        ways=ways,
        bars=_bars(ways[mode]),
        address_of={mode: f"?{_query(mode=mode)}" for mode in ways},
        change=f"?{_query(change='1')}",
    )


def _bars(shown: Simulation) -> list[tuple[str, Decimal, Decimal]]:
    """Each month with its amount and its share of the dearest one, in percent."""
    dearest = max(month.statement.total for month in shown.months)
    return [
        (_short(month.month), month.statement.total, (month.statement.total * 100 / dearest).quantize(Decimal(1)))
        for month in shown.months
    ]


def _short(month: date) -> str:
    """A month for narrow places: dic 2026."""
    return f"{words_of(month)[:3]} {month.year}"


def _simulation(asked: Asked, mode: str) -> Simulation:
    return simulate(Insured(**asdict(asked), mode=mode), database().settings.policies)


def _query(**replaced: str) -> str:
    kept = [
        (name, value) for name, value in request.args.items(multi=True) if name not in {*replaced, "lang", "change"}
    ]
    return urlencode([*kept, *replaced.items()])
