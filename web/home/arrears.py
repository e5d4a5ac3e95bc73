"""The months before an enrolment, reckoned for the household alone: nothing is billed, kept or shown elsewhere."""

from uuid import UUID

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from enrolment.queries import worker_name
from enrolment.relation.arrears import arrears_before
from web.casework.own_cases import my_affiliation
from web.edge.acting import acting
from web.edge.clock import today
from web.edge.transactions import database

blueprint = Blueprint("arrears", __name__, url_prefix="/home/workers/<uuid:affiliation_id>/before")


@blueprint.get("")
def show(affiliation_id: UUID) -> ResponseReturnValue:
    """Every month with its days, contributions and surcharges, and what the law says of them."""
    case = my_affiliation(affiliation_id)
    found = arrears_before(case, database().settings.policies, today())
    if acting() is not None or found is None:
        abort(404)
    return render_template("household/arrears.html", case=case, name=worker_name(case), found=found)
