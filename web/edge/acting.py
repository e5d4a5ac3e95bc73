"""Acting for another household: whom somebody helps, and for whom this request acts.

Closed by default: a page that `web.edge.access` does not open to helpers knows only the own household, whatever its
address says. Every request asks again, so that a permission that has ended opens nothing, recorded as ended or not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Flask, abort, g, request
from flask_security import current_user
from sqlalchemy import exists, or_, select

from enrolment.household.delegates import covers, relations_of, roles_from
from enrolment.household.household_models import Delegation, Succession
from enrolment.models import DomesticWorker, Household
from web.edge.access import OPEN_TO_DELEGATES
from web.edge.auth import actor
from web.edge.clock import today
from web.edge.transactions import reading
from workflow.context import Role
from workflow.definition import WORKFLOWS, is_tagged

ON_BEHALF = "on_behalf"
# Pages that belong to no relation say in their address for whom they are.
ADDRESSED = frozenset({"household.show", "wizard.new", "wizard.begin"})


@dataclass(frozen=True, slots=True)
class Acting:
    """For whom this request acts, as what, for which relations (none named: all of them) and until when."""

    delegation_id: UUID
    household: Household
    roles: frozenset[Role]
    relations: frozenset[UUID] | None
    until: date

    @property
    def name(self) -> str:
        """The household's name."""
        return self.household.person.full_name

    def may(self, procedure: str, action: str) -> bool:
        """Whether the declaration lets somebody with these roles take a step."""
        return any(version.roles & self.roles for version in WORKFLOWS[procedure].versions_of(action))


def acting() -> Acting | None:
    """For whom this request acts, once a page of that household was asked for; None for one's own."""
    found: Acting | None = g.get("acting")
    return found


def delegations_to_me() -> Sequence[Delegation]:
    """The delegations in force today of the person signed in."""
    person = actor().person_id
    if person is None:
        return ()
    mine = select(Delegation).where(Delegation.person_id == person, is_tagged(Delegation, "in_force"))
    return reading().scalars(mine.where(Delegation.until >= today()).order_by(Delegation.id)).all()


def helping_concerns_me() -> bool:
    """Whether somebody helps or is asked to, wants to take over, or came for nothing else: a party only of that."""
    person = actor().person_id
    mine = or_(
        exists().where(Delegation.person_id == person),
        exists().where(Delegation.invited_username == current_user.username, is_tagged(Delegation, "open")),
        exists().where(Succession.successor_id == person),
    )
    elsewhere = or_(exists().where(Household.person_id == person), exists().where(DomesticWorker.person_id == person))
    return person is not None and bool(reading().scalar(select(or_(mine, ~elsewhere))))


def asked_as_helper() -> bool:
    """Whether the address says for whom it is asked, and whoever is signed in helps somebody."""
    return (bool(request.view_args) or ON_BEHALF in request.args) and bool(delegations_to_me())


def act_on_behalf() -> Acting | None:
    """Act for the household that the address names, if it names one; 404 if that is not, or no longer, allowed."""
    wanted = request.args.get(ON_BEHALF)
    if wanted is None:
        return None
    found = next((row for row in delegations_to_me() if str(row.id) == wanted), None)
    return _begin([found] if found else []) or abort(404)


def act_for(household_id: UUID, affiliation_id: UUID) -> Acting | None:
    """Act for the household of a relation, if the person signed in may and the page is open to them; else None."""
    mine = [row for row in delegations_to_me() if row.household_id == household_id and covers(row, affiliation_id)]
    return _begin(mine)


def _begin(delegations: Sequence[Delegation]) -> Acting | None:
    if not delegations or request.endpoint is None or request.endpoint not in OPEN_TO_DELEGATES:
        return None
    named = [relations_of(row) for row in delegations]
    everything = any(relations is None for relations in named)
    found = Acting(
        delegation_id=delegations[0].id,
        household=reading().get_one(Household, delegations[0].household_id),
        roles=frozenset().union(*map(roles_from, delegations)),
        relations=None if everything else frozenset(key for relations in named for key in relations or ()),
        until=max(row.until for row in delegations),
    )
    step = OPEN_TO_DELEGATES[request.endpoint]
    if step is not None and not found.may(*step):
        return None
    g.acting = found
    return found


def install(app: Flask) -> None:
    """Give templates the banner's words, and keep links of an acting page with the household it acts for."""
    app.jinja_env.globals["acting"] = acting

    @app.url_defaults
    def keep_household(endpoint: str, values: dict[str, object]) -> None:
        found = acting()
        if found is not None and endpoint in ADDRESSED:
            values.setdefault(ON_BEHALF, found.delegation_id)
