"""What somebody can be in a case of labour inspection: a general role counts only in cases of one's own authority."""

from collections.abc import Collection
from uuid import UUID

from enrolment.roles import DOMESTIC_WORKER
from workflow.context import Actor, Role

INTAKE = Role("intake")  # receives what is said at the desk, by telephone or in writing
TRIAGE = Role("triage")  # reads it first: risk, competence, what she wishes
DIRECTOR = Role("director")  # heads the inspection: assigns, signs orders, closes
INSPECTOR = Role("inspector")  # only in the cases assigned to them, or to somebody they stand in for
NOTIFIER = Role("notifier")  # serves what is to be served
ASSESSOR = Role("assessor")  # weighs what was found (dictaminador)
LEGAL_OFFICER = Role("legal_officer")  # conducts the sanction procedure
SANCTIONER = Role("sanctioner")  # decides it, by published delegation (LFT 1008)
SUPERIOR = Role("superior")  # decides the revision of a decision

EMPLOYER = Role("employer")  # the persona empleadora who is inspected, whether she has an account or not
COMPLAINANT = Role("complainant")  # who complained, known by folio and secret only

OFFICERS = (INTAKE, TRIAGE, DIRECTOR, INSPECTOR, NOTIFIER, ASSESSOR, LEGAL_OFFICER, SANCTIONER, SUPERIOR)
OFFICER_CODES = frozenset(role.code for role in OFFICERS)


def roles_in(
    actor: Actor,
    authority: str | None,
    *,
    employer: UUID | None = None,
    worker: UUID | None = None,
    assigned: Collection[UUID] = (),
) -> frozenset[Role]:
    """What the actor is in a case of an authority; `employer` and `worker` are persons, `assigned` are logins.

    A party is nothing else. An officer belongs to the authority by name (one who belongs to none serves nobody), and
    an inspector also to the case.
    """
    mine = {role for role, person in ((EMPLOYER, employer), (DOMESTIC_WORKER, worker)) if _is(actor, person)}
    if mine:
        return frozenset(mine)
    if authority is None or authority not in actor.offices:
        return frozenset()
    held = {role for role in OFFICERS if role.code in actor.roles}
    return frozenset(held if actor.login_id in assigned else held - {INSPECTOR})


def _is(actor: Actor, person: UUID | None) -> bool:
    return person is not None and actor.person_id == person
