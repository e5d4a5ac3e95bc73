"""Who sees which kind of information, and the test that holds it: words of docs/who-sees-what.md."""

from dataclasses import dataclass

from workflow.context import Role
from workflow.definition import Workflow

NOBODY = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of information: what each side sees of it, and the test that fails when that is no longer so.

    `held_by` names a test as pytest does, `path::function`.
    """

    what: str
    household: str
    helper: str
    domestic_worker: str
    official: str
    held_by: str


ALONE = "tests/web/test_one_household_alone.py"
KINDS: tuple[Kind, ...] = (
    Kind(
        what="That she has other employers, how many, who",
        household=NOBODY,
        helper=NOBODY,
        domestic_worker="all of them",
        official="relations of their own office",
        held_by=f"{ALONE}::test_no_page_tells_whether_she_has_other_households",
    ),
    Kind(
        what="The answer about her month over all households, and what decides it",
        household=NOBODY,
        helper=NOBODY,
        domestic_worker="her own",
        official=NOBODY,
        held_by=f"{ALONE}::test_no_page_tells_whether_she_has_other_households",
    ),
    Kind(
        what="Whether a CURP or NSS that was typed is known to Afilia",
        household=NOBODY,
        helper=NOBODY,
        domestic_worker="her own numbers, masked",
        official="in the cases they decide",
        held_by="tests/web/test_identity.py::test_a_typed_curp_is_answered_the_same_byte_for_byte",
    ),
    Kind(
        what="That two records may be one person",
        household=NOBODY,
        helper=NOBODY,
        domestic_worker="once it is decided, on her own page",
        official="both records side by side",
        held_by="tests/web/test_identity.py::test_no_party_reads_that_there_is_a_question",
    ),
    Kind(
        what="Days and payments of one relation",
        household="its own",
        helper="of the relations named in the permission",
        domestic_worker="of every employer",
        official="of their own office",
        held_by="tests/web/test_delegations.py::test_every_page_says_for_whom_and_only_open_pages_are_there",
    ),
    Kind(
        what="Certificates of sick leave and maternity",
        household="folio and days of its own relation",
        helper=NOBODY,
        domestic_worker="all, with the weeks held",
        official="of their own office; every look is written down",
        held_by="tests/web/test_certificates.py::test_what_she_writes_down_tells_the_household_the_days_and_not_why",
    ),
    Kind(
        what="Other insurance, pension, housing credit",
        household="what it told itself",
        helper=NOBODY,
        domestic_worker="what she told herself",
        official="of their own office; every look is written down",
        held_by="tests/web/test_situations.py::test_she_answers_herself_and_sees_who_looked",
    ),
    Kind(
        what="What she says: that a declaration is not true, that she is paid otherwise",
        household=NOBODY,
        helper=NOBODY,
        domestic_worker="her own words",
        official="a dispute, of their own office",
        held_by="tests/web/test_pay_said.py::test_her_household_reads_an_ordinary_reminder",
    ),
    Kind(
        what="What an employer says at the end of a relation",
        household="its own words",
        helper=NOBODY,
        domestic_worker=NOBODY,
        official="of their own office",
        held_by=f"{ALONE}::test_what_one_party_says_at_the_end_is_not_read_by_the_other",
    ),
    Kind(
        what="Bonus, vacation, rest days, settlement",
        household="of its own relation",
        helper=NOBODY,
        domestic_worker="of each relation",
        official=NOBODY,
        held_by="tests/web/test_dues_pages.py::test_what_she_keeps_to_herself_no_household_sees",
    ),
    Kind(
        what="Money of a household: what waits, refunds, accounts",
        household="its own",
        helper=NOBODY,
        domestic_worker=NOBODY,
        official="of their own office",
        held_by="tests/enrolment/test_refunds.py::test_nobody_asks_for_another_households_money",
    ),
    Kind(
        what="Files sent with a complaint",
        household=NOBODY,
        helper=NOBODY,
        domestic_worker=NOBODY,
        official="triage and direction of their own authority, each time with a reason",
        held_by="tests/web/test_evidence_pages.py::test_a_file_of_a_complaint_opens_with_a_reason_and_for_two_roles_alone",
    ),
    Kind(
        what="Files of an inspection",
        household="what was filed, and pictures of inspectors after the acta, without place and moment",
        helper=NOBODY,
        domestic_worker=NOBODY,
        official="of their own authority; every look is written down",
        held_by="tests/web/test_evidence_pages.py::test_a_file_of_an_inspection_is_fetched_safely_by_its_officers_and_the_employer",
    ),
    Kind(
        what="A matter of a child under fifteen",
        household=NOBODY,
        helper=NOBODY,
        domestic_worker=NOBODY,
        official="only those who protect; every opening is written down",
        held_by="tests/web/test_sealed_matter.py::test_neither_case_exists_for_those_who_do_not_protect",
    ),
    Kind(
        what="For whom a worker says that she works, before she asks IMSS",
        household=NOBODY,
        helper=NOBODY,
        domestic_worker="her own words",
        official=NOBODY,
        held_by="tests/web/test_invitations.py::test_a_request_is_worked_by_the_office",
    ),
    Kind(
        what="What a worker says of her work when she starts an enrolment",
        household="her name and the parts she chose, to whoever brings her code",
        helper=NOBODY,
        domestic_worker="her own words",
        official="of requests to their own office",
        held_by="tests/web/test_invitations.py::test_the_whole_way_by_a_code",
    ),
    Kind(
        what="Whether the employer whom a worker names is known to Afilia",
        household=NOBODY,
        helper=NOBODY,
        domestic_worker=NOBODY,
        official="what they establish themselves",
        held_by="tests/web/test_named_alone.py::test_her_pages_are_the_same_whomever_she_names",
    ),
    Kind(
        what="That the worker whose code a household brings has other employers",
        household=NOBODY,
        helper=NOBODY,
        domestic_worker="all of them",
        official="relations of their own office",
        held_by="tests/web/test_named_alone.py::test_a_household_with_her_code_learns_nothing_of_others",
    ),
    Kind(
        what="A proof behind its code",
        household="its own",
        helper=NOBODY,
        domestic_worker="all, with a switch for each",
        official=NOBODY,
        held_by="tests/web/test_papers.py::test_her_proof_names_no_home_and_a_households_proof_no_other_home",
    ),
)


def roles_in(workflow: Workflow) -> tuple[Role, ...]:
    """Every role that somebody can have in a case of a procedure: who acts, is told, or may fetch its documents."""
    told = {role for action in workflow.actions for role in action.notices}
    reads = {role for kind in workflow.documents for role in kind.readers}
    labelled = {role for state in workflow.states for role in state.seen_by}
    reminded = {role for state in workflow.states for clock in state.deadlines for role in clock.reminds}
    return tuple(sorted(set(workflow.roles) | told | reads | labelled | reminded))
