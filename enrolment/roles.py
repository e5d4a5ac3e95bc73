"""What somebody can be in a case of enrolment, and the codes of the general roles behind it."""

from collections.abc import Iterable
from uuid import UUID

from workflow.context import Actor, Role

HOUSEHOLD = Role("household")
DOMESTIC_WORKER = Role("domestic_worker")
CASEWORKER = Role("caseworker")
SUPERVISOR = Role("supervisor")

# Those who decide cases for an institution; everybody else is a party to their own.
OFFICIALS = (CASEWORKER, SUPERVISOR)
OFFICIAL_CODES = frozenset(role.code for role in OFFICIALS)


def roles_between(actor: Actor, household: UUID | None, worker: UUID | None = None) -> frozenset[Role]:
    """What the actor is between a household and a domestic worker, given as the persons behind them.

    Whoever is a party never decides as an official, whatever their general role.
    """
    mine = {role for role, person in ((HOUSEHOLD, household), (DOMESTIC_WORKER, worker)) if _is(actor, person)}
    return frozenset(mine) if mine else frozenset(official_roles(actor.roles))


def official_roles(codes: Iterable[str]) -> set[Role]:
    """The roles of an official that a login's general roles stand for."""
    return {role for role in OFFICIALS if role.code in codes}


def _is(actor: Actor, person: UUID | None) -> bool:
    return person is not None and actor.person_id == person
