"""What a household, and where it concerns her the worker, should know about a relation beyond its state."""

from datetime import date
from decimal import Decimal

from enrolment.models import Affiliation, AgreedTerms
from enrolment.people.identity import born
from enrolment.relation.minors import hours_beyond_limits, limits_of_minors
from regime.dues import by_policy
from regime.paydays import payday_flag
from regime.policies import Policies
from regime.sentences import Sentence


def remarks_on(affiliation: Affiliation, day: date, policies: Policies) -> tuple[Sentence, ...]:
    """Pay below the law, months before enrolment, the limits of work under eighteen: explained, never a refusal."""
    remarks = (*of_pay(affiliation, day, policies), months_before(affiliation), *of_minors(affiliation, day))
    return tuple(remark for remark in remarks if remark is not None)


def remarks_to_worker(affiliation: Affiliation, day: date, policies: Policies) -> tuple[Sentence, ...]:
    """The same for herself: the months without cover are hers to know, what they cost her household is not."""
    remarks = (*of_pay(affiliation, day, policies), months_without_cover(affiliation), *of_minors(affiliation, day))
    return tuple(remark for remark in remarks if remark is not None)


def of_pay(affiliation: Affiliation, day: date, policies: Policies) -> tuple[Sentence | None, ...]:
    """Pay below the law, why pay by the hour may be (LFT 83), and pay that comes too seldom (LFT 88)."""
    return underpaid(affiliation), by_the_hour(affiliation, policies), payday_flag(affiliation.pay_each, day, policies)


def by_the_hour(affiliation: Affiliation, policies: Policies) -> Sentence | None:
    """Which reading of LFT 83 what is owed of pay by the hour rests on (L-7); None where nothing is owed."""
    if affiliation.pay_each != "hour" or not affiliation.wage_owed:
        return None
    return by_policy("hourly_floor", policies)


def underpaid(affiliation: Affiliation) -> Sentence | None:
    """The true wage stays recorded and the base at its floor; what is owed of each day is shown to both (LFT 335)."""
    owed: Decimal | None = affiliation.wage_owed
    return Sentence("affiliation.underpaid", {"owed": owed}) if owed else None


def months_before(affiliation: Affiliation) -> Sentence | None:
    """The time between the beginning of the relation and its enrolment is explained, never billed by itself."""
    began, enrolled = affiliation.began_on, affiliation.enrolled_from
    if began is None or enrolled is None or began >= enrolled:
        return None
    return Sentence("affiliation.arrears_before", {"began_on": began, "enrolled_from": enrolled})


def months_without_cover(affiliation: Affiliation) -> Sentence | None:
    """Both dates and what they mean for her: seniority since the first, cover since the second (LSS 18)."""
    before = months_before(affiliation)
    return Sentence("affiliation.months_without_cover", before.params) if before else None


def of_minors(affiliation: Affiliation, day: date) -> tuple[Sentence | None, ...]:
    """The limits of work from 15 to 17, and whether the hours agreed keep to them (LFT 331 Bis)."""
    too_long = hours_beyond_limits(affiliation, born(affiliation, day), day)
    return limits_of_minors(affiliation, day), too_long


def change_announced(terms: AgreedTerms, day: date) -> Sentence | None:
    """A change that was agreed for a day to come holds by itself from its month on."""
    if terms.change_from <= day:
        return None
    return Sentence("affiliation.change_announced", {"change_from": terms.change_from, "from_month": terms.from_month})


def change_shown(terms: AgreedTerms) -> Sentence | None:
    """Changed terms that count for the lines only from a later month leave a difference that both can see (D-13)."""
    if terms.change_from >= terms.from_month or terms.change_from.replace(day=1) == terms.from_month:
        return None
    return Sentence("affiliation.terms_apply_from", {"change_from": terms.change_from, "from_month": terms.from_month})
