"""What is known of a worker's identity as a household typed it, what is still missing, and what both should know."""

from datetime import date
from typing import Any

from enrolment.people.curp import birth_date, differences
from enrolment.people.identifiers import check_curp, check_nss
from enrolment.people.typed_identifiers import first_problem
from regime.policies import Policies
from regime.sentences import Sentence
from workflow.context import Context
from workflow.definition import nothing_to_do
from workflow.people import PAPERS

NUMBERS = ("curp", "nss")
PAPER = ("worker_paper", "worker_paper_number")
TYPED_INSTEAD = ("worker_birth_date", "worker_sex", *PAPER)
SEXES = ("H", "M", "X")


def born(case: Any, day: date) -> date | None:
    """Her birth date: that of a possible CURP, else the one typed; nothing while neither is known."""
    if case.worker_curp and check_curp(case.worker_curp, day).is_acceptable:
        return birth_date(case.worker_curp, day)
    typed: date | None = case.worker_birth_date
    return typed


def missing_numbers(case: Any) -> tuple[str, ...]:
    """Which of CURP and NSS the household has not given yet."""
    return tuple(kind for kind in NUMBERS if not getattr(case, f"worker_{kind}"))


def is_provisional(case: Any) -> bool:
    """Whether nothing that a register gives stands for her yet."""
    return len(missing_numbers(case)) == len(NUMBERS)


def worker_is_named(context: Context) -> Sentence | None:
    """Her name, and her CURP or until it is at hand her birth date."""
    case = context.case
    named = case.worker_given_name and case.worker_first_surname and (case.worker_curp or case.worker_birth_date)
    return None if named else Sentence("affiliation.worker_missing")


def worker_curp_is_possible(context: Context) -> Sentence | None:
    """What is certainly wrong in her CURP, with its position."""
    return first_problem(context.case.worker_curp, lambda text: check_curp(text, context.day))


def worker_nss_is_possible(context: Context) -> Sentence | None:
    """What is certainly wrong in her social-security number, if one was given."""
    return first_problem(context.case.worker_nss, check_nss)


def birth_date_is_possible(context: Context) -> Sentence | None:
    """Nobody works who is not born yet."""
    typed: date | None = context.case.worker_birth_date
    return Sentence("affiliation.born_later") if typed and typed > context.day else None


def paper_is_whole(context: Context) -> Sentence | None:
    """A paper has a kind and a number. Which one she has says nothing of why: migration status is never asked."""
    kind, number = context.case.worker_paper, context.case.worker_paper_number
    if kind and kind not in PAPERS:
        return Sentence("affiliation.paper_unknown")
    return None if bool(kind) == bool(number) else Sentence("affiliation.paper_incomplete")


@nothing_to_do
def something_is_missing(context: Context) -> Sentence | None:
    """What is complete is not completed again."""
    complete = context.around.numbers_known >= set(NUMBERS)
    return Sentence("affiliation.identity_complete") if complete else None


def numbers_known_stay(context: Context) -> Sentence | None:
    """A number that is on file is corrected by its own step, not replaced in passing."""
    replaced = [kind for kind in context.around.numbers_known if f"worker_{kind}" in context.data]
    return Sentence("affiliation.number_on_file", {"name": replaced[0].upper()}) if replaced else None


def something_is_given(context: Context) -> Sentence | None:
    """At least one number or paper."""
    given = [name for name in ("worker_curp", "worker_nss", "worker_paper") if context.data.get(name)]
    return None if given else Sentence("affiliation.nothing_completed")


def identity_doubts(case: Any) -> tuple[Sentence, ...]:
    """Where the name typed and the CURP typed contradict each other; nothing while there is no CURP."""
    if not case.worker_curp:
        return ()
    return differences(
        case.worker_curp,
        given_names=case.worker_given_name,
        first_surname=case.worker_first_surname,
        second_surname=case.worker_second_surname or "",
    )


def waits_for_identity(case: Any, policies: Policies) -> bool:
    """Whether no line is issued before a register's number is known (I-1)."""
    return policies.provisional_identity == "lines_wait" and is_provisional(case)


def provisional_remark(case: Any, policies: Policies) -> Sentence | None:
    """What an enrolment with no number at all can and cannot do yet (I-1)."""
    if not is_provisional(case):
        return None
    return Sentence(f"affiliation.provisional_{policies.provisional_identity}")
