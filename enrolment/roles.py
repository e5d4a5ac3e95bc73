"""What somebody can be in a case of enrolment, and the codes of the general roles behind it."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from uuid import UUID

from workflow.context import Actor, Role

HOUSEHOLD = Role("household")
DOMESTIC_WORKER = Role("domestic_worker")
CASEWORKER = Role("caseworker", decides=True)
SUPERVISOR = Role("supervisor", decides=True)
SUCCESSOR = Role("successor")
PROTECTION = Role("protection")  # who takes up the protection of children; decides nothing else
# Whoever is attended by an office, at the counter or by telephone, and the official who attends them.
ATTENDED = Role("attended")
ATTENDANT = Role("attendant")

# Whoever acts for a household: everybody who does sees it, the rest is given right by right. An action that a delegate
# may take names the role of the right; one that names none is the household's alone.
DELEGATE = Role("delegate")
DELEGATE_PAYS = Role("delegate_pays")
DELEGATE_REPORTS = Role("delegate_reports")
DELEGATE_ENROLS = Role("delegate_enrols")
RIGHTS: Mapping[str, Role] = {"pay": DELEGATE_PAYS, "report": DELEGATE_REPORTS, "enrol": DELEGATE_ENROLS}
DELEGATES = (DELEGATE, *RIGHTS.values())

Delegates = Mapping[UUID, frozenset[Role]]
NOBODY: Delegates = MappingProxyType({})

# Those who decide cases for an institution; everybody else is a party to their own.
OFFICIALS = (CASEWORKER, SUPERVISOR)
OFFICIAL_CODES = frozenset(role.code for role in OFFICIALS)
INSTITUTION_CODES = OFFICIAL_CODES | {PROTECTION.code}


def roles_between(
    actor: Actor,
    household: UUID | None,
    worker: UUID | None = None,
    office: str | None = None,
    delegates: Delegates = NOBODY,
) -> frozenset[Role]:
    """What the actor is between a household and a domestic worker, given as the persons behind them.

    `delegates` are those who act for the household, with their roles; nobody is their own employer's delegate.

    Whoever is a party never decides as an official, whatever their general role. An official who belongs to offices
    decides the cases of those offices and the cases of none; one who belongs to no office decides everywhere.
    """
    mine = {role for role, person in ((HOUSEHOLD, household), (DOMESTIC_WORKER, worker)) if _is(actor, person)}
    if mine:
        return frozenset(mine)
    if actor.person_id is not None and actor.person_id in delegates:
        return delegates[actor.person_id]
    return officials_of(actor, office)


def officials_of(actor: Actor, office: str | None) -> frozenset[Role]:
    """What an official is in a case that an office is to decide."""
    return frozenset(official_roles(actor.roles)) if is_served_by(actor, office) else frozenset()


def is_served_by(actor: Actor, office: str | None) -> bool:
    """Whether an official may decide what an office is to decide."""
    return office is None or not actor.offices or office in actor.offices


def official_roles(codes: Iterable[str]) -> set[Role]:
    """The roles of an official that a login's general roles stand for."""
    return {role for role in OFFICIALS if role.code in codes}


def _is(actor: Actor, person: UUID | None) -> bool:
    return person is not None and actor.person_id == person


def speaks_for_household(roles: Collection[Role]) -> bool:
    """Whether somebody with these roles is the household of a case or acts for it, and so reads its words."""
    return HOUSEHOLD in roles or DELEGATE in roles
