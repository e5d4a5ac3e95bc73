"""Who helps a household: inviting somebody, with which rights, for whom and until when; the code to hand over."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.handed_codes import digest_of, new_code
from enrolment.household.delegation import DELEGATION
from enrolment.household.delegation_rules import latest_end
from enrolment.household.household_models import Delegation
from enrolment.models import Affiliation, Household
from enrolment.queries import worker_name
from enrolment.roles import RIGHTS
from regime.sentences import Sentence
from web.casework import case_words
from web.casework.action_forms import ActionForm, form_for
from web.casework.own_cases import my_household
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.transactions import reading, run
from web.forms.drafts import INVALID, fresh_hidden, sent_key
from web.forms.fields import Checkboxes, Length, Optional, PageForm, Radios, Required, TextInput, choices, named_choices
from web.forms.value_fields import DayInput
from workflow.definition import is_tagged
from workflow.engine import Fired, open_case
from workflow.errors import NotReady
from workflow.logins import normal_username
from workflow.stored import dumps, loads

blueprint = Blueprint("delegations", __name__, url_prefix="/home/helpers")
MOST_NAME, MOST_USERNAME = 120, 64
ALL, SOME = "all", "some"


class PermissionFields(PageForm):
    """What somebody may do, for whom, until when. `household_id` says whose relations can be chosen."""

    rights = Checkboxes(
        "delegation.rights", choices=choices("delegation.right", RIGHTS), description="delegation.rights.hint"
    )
    whom = Radios(
        "delegation.whom", [Required("delegation.whom_missing")], choices=choices("delegation.whom", (ALL, SOME))
    )
    named = Checkboxes("delegation.named", choices=[])
    until = DayInput("delegation.until", [Required("delegation.until_missing")], description="delegation.until.hint")

    def offer(self, household_id: UUID) -> None:
        """Offer the relations of a household to choose from."""
        mine = select(Affiliation).where(Affiliation.household_id == household_id, is_tagged(Affiliation, "open"))
        rows = reading().scalars(mine.order_by(Affiliation.id))
        self.named.choices = named_choices((str(row.id), worker_name(row)) for row in rows if worker_name(row))

    def as_terms(self) -> dict[str, Any]:
        """The terms of a delegation by column."""
        relations = None if self.whom.data == ALL else dumps(sorted(self.named.data or []))
        return {"rights": " ".join(self.rights.data or []), "relations": relations, "until": self.until.data}


class InviteForm(PermissionFields):
    """Whom the household invites."""

    page_order = ("invited_name", "username", "rights", "whom", "named", "until")

    invited_name = TextInput(
        "delegation.name", [Required("delegation.name_missing"), Length("form.too_long", most=MOST_NAME)]
    )
    username = TextInput(
        "delegation.username",
        [Optional(), Length("form.too_long", most=MOST_USERNAME)],
        description="delegation.username.hint",
        spelled="none",
    )


@form_for("delegation", "change")
class ChangeForm(ActionForm, PermissionFields):
    """The permission as it is, to be changed."""

    def __init__(self, *args: Any, obj: Any = None, **kwargs: Any) -> None:
        held = {} if obj is None else held_terms(obj)
        super().__init__(*args, data=held, **kwargs)
        if obj is not None:
            self.offer(obj.household_id)

    def as_data(self) -> dict[str, Any]:
        """The terms by column."""
        return self.as_terms()


@form_for("delegation", "accept")
class AcceptForm(ActionForm):
    """Nothing to fill in: whoever was invited by user name is known."""


@form_for("delegation", "decline")
class DeclineForm(ActionForm):
    """Nothing to fill in."""


def held_terms(case: Delegation) -> dict[str, Any]:
    """The terms of a delegation as the fields show them."""
    named = [] if case.relations is None else loads(case.relations)
    whom = ALL if case.relations is None else SOME
    return {"rights": case.rights.split(), "whom": whom, "named": named, "until": case.until}


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Everybody who helps, was invited or helped once."""
    household = _mine()
    mine = select(Delegation).where(Delegation.household_id == household.id).order_by(Delegation.id.desc())
    rows = reading().scalars(mine).all()
    return render_template(
        "helping/helpers.html",
        rows=[_row(case) for case in rows if "open" in DELEGATION.by_state[case.state].tags],
        past=[_row(case) for case in rows if "open" not in DELEGATION.by_state[case.state].tags],
    )


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    """The invitation, to be filled in."""
    household = _mine()
    form = InviteForm(formdata=None, whom=ALL, rights=["pay"], until=latest_end(today()))
    form.offer(household.id)
    return _page(form)


@blueprint.post("/new")
def invite() -> ResponseReturnValue:
    """Make the invitation; one for nobody's user name shows its code this one time."""
    household = _mine()
    form = InviteForm(formdata=request.form)
    form.offer(household.id)
    if not form.validate():
        return _page(form, INVALID)
    username = normal_username(form.username.data) if form.username.data else None
    code = None if username else new_code()
    try:
        case_id = _invited(household.id, form, username, code)
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return _page(form, INVALID)
    return render_template("helping/invited.html", case_id=case_id, code=code, username=username, form=form)


def _invited(household_id: UUID, form: InviteForm, username: str | None, code: str | None) -> UUID:
    who, at, key = actor(), now(), sent_key()
    facts = {
        "household_id": household_id,
        "invited_name": form.invited_name.data,
        "invited_username": username,
        "code_digest": digest_of(code) if code else None,
        **form.as_terms(),
    }
    fired: Fired = run(lambda session: _open(session, who, at, facts, key))
    case_id: UUID = fired.case.id
    return case_id


def _open(session: Session, who: Any, at: Any, facts: dict[str, Any], key: str) -> Fired:
    return open_case(session, Delegation, "invite", who, at, data=facts, key=key)


def _row(case: Delegation) -> tuple[str, str, str]:
    label = case_words.state_label(DELEGATION, case.state)
    return case.invited_name, str(case.id), label


def _mine() -> Household:
    household = my_household()
    return household if household is not None and household.closed_on is None else abort(404)


def _page(form: InviteForm, status: int = 200) -> ResponseReturnValue:
    hidden = fresh_hidden(None)
    return render_template(
        "helping/invite.html", form=form, hidden=hidden, shown=Sentence("delegation.see_hint")
    ), status
