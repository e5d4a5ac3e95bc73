"""What a household, and where it concerns her the worker, should know about a relation beyond its state."""

from datetime import date
from decimal import Decimal

from enrolment.curp import age_on, birth_date
from enrolment.models import Affiliation, AgreedTerms
from regime.parameters import parameter
from regime.sentences import Sentence


def remarks_on(affiliation: Affiliation, day: date) -> tuple[Sentence, ...]:
    """Pay below the law, months before enrolment, the limits of work under eighteen: explained, never a refusal."""
    remarks = (underpaid(affiliation), months_before(affiliation), under_age(affiliation, day))
    return tuple(remark for remark in remarks if remark is not None)


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


def under_age(affiliation: Affiliation, day: date) -> Sentence | None:
    """From 15 to 17: six hours a day, 36 a week, two medical certificates a year (LFT 331 Bis)."""
    born = birth_date(affiliation.worker_curp, day) if affiliation.worker_curp else None
    adult = int(parameter("adult_age").on(day).value)
    return Sentence("affiliation.under_age", {"adult": adult}) if is_minor(born, day) else None


def is_minor(born: date | None, day: date) -> bool:
    """Whether somebody is under eighteen on a day; of whom no day of birth is known nobody says so."""
    return born is not None and age_on(born, day) < parameter("adult_age").on(day).value


def change_shown(terms: AgreedTerms) -> Sentence | None:
    """Changed terms that count for the lines only from a later month leave a difference that both can see (D-13)."""
    if terms.change_from >= terms.from_month or terms.change_from.replace(day=1) == terms.from_month:
        return None
    return Sentence("affiliation.terms_apply_from", {"change_from": terms.change_from, "from_month": terms.from_month})
