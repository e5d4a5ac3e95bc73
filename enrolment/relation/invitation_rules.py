"""What an enrolment that a worker starts depends on: who is who in it, what each step needs, what it works out."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from enrolment.household.homes import place_exists
from enrolment.people.identifiers import check_curp, check_nss
from enrolment.people.typed_identifiers import first_problem
from regime.sentences import Sentence
from regime.time_limits import term
from regime.working_days import DueDate
from workflow.context import Computed, Context, Surroundings

TELLABLE = ("since", "days", "pay", "numbers")
CENTS = -2
HOURS_OF_A_DAY = 24
DECISION = "worker_request_decision_time"


@dataclass(frozen=True, kw_only=True)
class Invited(Surroundings):
    """The worker, whoever took up her code, and the relation that was begun with it."""

    worker_person: UUID
    worker_name: str
    household_person: UUID | None
    taker_household: UUID | None
    relation_household: UUID | None
    office: str | None


def tells(case: Any) -> frozenset[str]:
    """The parts of her words that the employer may read."""
    return frozenset((case.tells or "").split())


def employer_is_named(context: Context) -> Sentence | None:
    """However she calls whoever employs her: that is enough to write to them and to find the case again."""
    return None if context.case.employer_name else Sentence("invitation.employer_missing")


def home_is_known(context: Context) -> Sentence | None:
    """The municipality of the home decides which office is asked (LSS 18, LFPA 42)."""
    return None if context.case.municipality else Sentence("invitation.home_missing")


def began_in_the_past(context: Context) -> Sentence | None:
    """She works there already: what begins later is not asked for yet."""
    began = context.case.began_on
    return Sentence("invitation.begins_later") if began is not None and began > context.day else None


def hours_are_possible(context: Context) -> Sentence | None:
    """The hours of one of her days, if she said them."""
    hours = context.case.hours_per_day
    return None if hours is None or 0 < hours <= HOURS_OF_A_DAY else Sentence("affiliation.hours_not_possible")


def pay_is_possible(context: Context) -> Sentence | None:
    """Pesos and cents above zero, if she said them."""
    amount = context.case.pay_amount
    if amount is None:
        return None
    if amount <= 0:
        return Sentence("affiliation.pay_missing")
    return Sentence("affiliation.pay_below_cents") if amount.as_tuple().exponent < CENTS else None


def numbers_are_possible(context: Context) -> Sentence | None:
    """What is certainly wrong in a CURP or NSS, with its position."""
    case = context.case
    return first_problem(case.curp, lambda text: check_curp(text, context.day)) or first_problem(case.nss, check_nss)


def parts_are_known(context: Context) -> Sentence | None:
    """What she tells comes from a closed list."""
    return Sentence("invitation.unknown_part") if tells(context.case) - set(TELLABLE) else None


def address_to_write_to(context: Context) -> Sentence | None:
    """Afilia writes to the employer only where she gave an address."""
    case = context.case
    return Sentence("invitation.email_missing") if case.notifies and not case.employer_email else None


def work_is_described(context: Context) -> Sentence | None:
    """What IMSS needs to look into a relation: since when, on which days, for how much (LSS 18)."""
    case = context.case
    said = case.began_on and case.weekdays and case.pay_amount and case.pay_each
    return None if said else Sentence("invitation.work_missing")


def is_somebody_else(context: Context) -> Sentence | None:
    """Nobody takes up their own code."""
    own = context.actor.person_id == context.around.worker_person
    return Sentence("invitation.own_code") if own else None


def has_an_account(context: Context) -> Sentence | None:
    """Whoever goes on to enrol somebody is known; saying no needs no account."""
    return None if context.actor.person_id is not None else Sentence("invitation.needs_account")


def relation_is_own(context: Context) -> Sentence | None:
    """The draft that is begun with a code belongs to the household of whoever took it up."""
    around = context.around
    own = around.taker_household is not None and around.relation_household == around.taker_household
    return None if own else Sentence("invitation.relation_of_others")


def employer_is_established(context: Context) -> Sentence | None:
    """Whom the institute registers as employer: somebody who answered, or a name that it has established."""
    case = context.case
    known = case.employer_id or (case.employer_given_name and case.employer_first_surname)
    return None if known else Sentence("invitation.employer_not_established")


def address_is_complete(context: Context) -> Sentence | None:
    """The home, with street, postal code and municipality."""
    case = context.case
    return None if case.street and case.postal_code and case.municipality else Sentence("affiliation.place_missing")


TYPED_RIGHT = (place_exists, began_in_the_past, hours_are_possible, pay_is_possible, numbers_are_possible)


def taken(context: Context) -> Computed:
    """Who took up the code, which nobody can use any more."""
    return Computed(
        {
            "employer_id": context.actor.person_id,
            "household_id": context.around.taker_household,
            "code_digest": None,
        }
    )


def answered(context: Context) -> Computed:
    """The code is used up; whoever answered with an account is known from now on, an official is not the employer."""
    by_code = getattr(context.case, "proof", None) is not None
    known = context.actor.person_id if by_code and context.actor.person_id else context.case.employer_id
    return Computed({"employer_id": known, "code_digest": None})


def code_ended(_context: Context) -> Computed:
    """The code is good no more."""
    return Computed({"code_digest": None})


def filed_with_office(context: Context) -> Computed:
    """The day of filing, the office of the home, and no code from now on: the authority asks instead."""
    case = context.case
    office = case.office or context.around.office
    return Computed({"submitted_on": case.submitted_on or context.day, "office": office, "code_digest": None})


def decision_due(context: Context) -> DueDate:
    """The term of the decision runs from the filing through everything that is asked meanwhile."""
    filed = context.case.submitted_on or context.day
    return term(DECISION, filed, suspensions=context.suspensions(), timezone=str(context.around.zone))
