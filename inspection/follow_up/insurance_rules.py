"""What the steps of a follow-up of insurance depend on, and what they work out."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

from enrolment.money.period_days import unmoved
from enrolment.relation.invitation_rules import work_is_described
from inspection.follow_up.insurance_models import CONSTANCIA, EXCLUSIONS, RELATION, WORK
from inspection.time_limits import chosen_by_case, for_authority
from regime.parameters import parameter
from regime.sentences import Sentence
from regime.working_days import DueDate
from workflow.context import Computed, Context
from workflow.definition import nothing_to_do

requirement_ends = chosen_by_case("term_without_statute", "required_days", since="served_at")
_REFERRAL = for_authority("insurance_referral_target_time")
LOOKS_EVERY = "insurance_look_interval"


def refers_at_once(context: Context) -> DueDate | None:
    """After an accident the institute is told at once, whatever term the employer was given (LSS 77)."""
    return None if context.case.accident_on is None else _REFERRAL(context)


def relation_is_in_force(context: Context) -> Sentence | None:
    """A relation of this worker with this employer is enrolled; one with another employer proves nothing here."""
    return None if context.around.relation_id else Sentence("insurance_follow_up.no_relation_in_force")


def proof_is_of_this_home(context: Context) -> Sentence | None:
    """A constancia that an officer saw: of this worker, enrolled by this employer (LSS 239-A III)."""
    case, data = context.case, context.data
    if not (case.proof_folio or "").strip() or case.proof_seen_on is None:
        return Sentence("insurance_follow_up.proof_missing")
    if not data.get("names_worker"):
        return Sentence("insurance_follow_up.proof_of_another_worker")
    return None if data.get("names_employer") else Sentence("insurance_follow_up.proof_of_another_employer")


def no_day_ahead(context: Context) -> Sentence | None:
    """What is written down has happened: none of these days lies ahead."""
    given = (context.data.get(name) for name in ("began_on", "proof_seen_on", "accident_on", "imss_acted_on"))
    ahead = [day for day in given if day is not None and day > context.day]
    return Sentence("insurance_follow_up.day_ahead", {"day": ahead[0]}) if ahead else None


def beginning_is_known(context: Context) -> Sentence | None:
    """Since when she works in the home decides from when she is insured (LSS 239-C I)."""
    return None if context.case.began_on else Sentence("insurance_follow_up.beginning_missing")


def accident_is_dated(context: Context) -> Sentence | None:
    """The day of the accident, which lies in the time of the work."""
    case = context.case
    if case.accident_on is None:
        return Sentence("insurance_follow_up.accident_undated")
    before = case.began_on is not None and case.accident_on < case.began_on
    return Sentence("insurance_follow_up.accident_before_work") if before else None


def file_is_open(context: Context) -> Sentence | None:
    """Nothing is taken up again in a file that is closed."""
    return None if context.around.file_is_open else Sentence("insurance_follow_up.file_closed")


def is_the_only_one(context: Context) -> Sentence | None:
    """One worker of one home has one follow-up at a time."""
    return Sentence("insurance_follow_up.followed_already") if context.around.is_followed_already else None


@nothing_to_do
def accident_is_known(context: Context) -> Sentence | None:
    """Without an accident the employer has the whole term to enrol."""
    return None if context.case.accident_on else Sentence("insurance_follow_up.term_still_runs")


@nothing_to_do
def is_not_served(context: Context) -> Sentence | None:
    """A requirement is served once; its term runs from then."""
    return Sentence("insurance_follow_up.served_already") if context.case.served_at else None


def service_is_past(context: Context) -> Sentence | None:
    """It was served after it was given, and not later than now."""
    delivered = context.data.get("delivered_at")
    if delivered is None:
        return Sentence("insurance_follow_up.service_undated")
    day = delivered.astimezone(context.around.zone).date()
    possible = delivered <= context.at and day >= context.case.required_on
    return None if possible else Sentence("insurance_follow_up.service_not_possible")


def referral_is_named(context: Context) -> Sentence | None:
    """The number of the communication by which the institute was told."""
    return None if _written(context.case.referral_reference) else Sentence("insurance_follow_up.referral_missing")


def imss_act_is_named(context: Context) -> Sentence | None:
    """What the institute did is its own act: written down with its number and its day."""
    case = context.case
    named = _written(case.imss_reference) and case.imss_acted_on
    return None if named else Sentence("insurance_follow_up.imss_act_missing")


def worker_is_known(context: Context) -> Sentence | None:
    """Her own request is filed for a person: somebody has to be identified first."""
    return None if context.case.worker_person_id else Sentence("insurance_follow_up.worker_unknown")


def home_is_known(context: Context) -> Sentence | None:
    """The request says whose home it is and in which municipality."""
    around = context.around
    return None if around.employer_name and around.municipality else Sentence("insurance_follow_up.home_unknown")


def she_asks_for_it(context: Context) -> Sentence | None:
    """It is her right and her choice (LSS 18): nobody asks in her place."""
    return None if context.data.get("she_asks") else Sentence("insurance_follow_up.she_does_not_ask")


def request_is_complete(context: Context) -> Sentence | None:
    """What the institute needs to look into a relation, as the procedure that receives it asks."""
    said = {**vars(context.case), **dict.fromkeys(WORK), **context.data}
    return work_is_described(replace(context, case=SimpleNamespace(**said)))


def she_was_told(context: Context) -> Sentence | None:
    """She was told alone that it costs her no more and that the duty stays her employer's; only then is it her wish."""
    data = context.data
    told = data.get("told_alone") and data.get("told_rights")
    return None if told else Sentence("insurance_follow_up.not_told")


def is_excluded(context: Context) -> Sentence | None:
    """Why this work is not insured by law (LSS 239-B), and that she knows she may insure herself (LSS 239-F)."""
    if context.case.exclusion not in EXCLUSIONS:
        return Sentence("insurance_follow_up.exclusion_missing")
    return None if context.data.get("told_voluntary") else Sentence("insurance_follow_up.not_told_voluntary")


def proved_by_relation(context: Context) -> Computed:
    """The relation that proves it."""
    return Computed({"proof": RELATION, "affiliation_id": context.around.relation_id})


def proved_by_constancia(_context: Context) -> Computed:
    """A paper of the institute proves it."""
    return Computed({"proof": CONSTANCIA})


def not_proved(_context: Context) -> Computed:
    """What was taken as a proof proves nothing."""
    return Computed({"proof": None, "proof_folio": None, "proof_seen_on": None})


def required_today(context: Context) -> Computed:
    """The day of the requirement; one that was given before starts again."""
    return Computed({"required_on": context.day, "served_at": None, "answered_on": None, "answered_late": None})


def referred_today(context: Context) -> Computed:
    """The day on which the institute was told."""
    return Computed({"referred_on": context.day})


def answered_today(context: Context) -> Computed:
    """What comes after the term is kept like what comes in time, and said to be late (LFPA 43)."""
    ends = requirement_ends(context)
    late = ends is not None and ends.passes_at is not None and context.at >= ends.passes_at
    return Computed({"answered_on": context.day, "answered_late": late})


def _written(text: str | None) -> bool:
    return bool((text or "").strip())


def look_again(context: Context) -> DueDate:
    """The next of the weekly looks at whether the relation has come into force meanwhile."""
    days = int(parameter(LOOKS_EVERY).on(context.day).value)
    return unmoved(context.day + timedelta(days=days), context.around.zone, Sentence("insurance_follow_up.looks_again"))
