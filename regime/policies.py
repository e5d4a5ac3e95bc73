"""The open decisions (D: insurance, L: labour law): points without a public answer, with options and defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from regime.sentences import Sentence

CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Policy:
    """One open decision. Words are in the catalogues: `policy.<field>`, `.evidence` and `.<option>` for each option.

    `options` is empty where any day or number between `least` and `most` is possible.
    """

    id: str
    field: str
    options: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None

    @property
    def decides(self) -> str:
        """The message id of what this decision settles."""
        return f"policy.{self.field}"

    @property
    def evidence(self) -> str:
        """The message id of what is known about it."""
        return f"policy.{self.field}.evidence"

    @property
    def default(self) -> str:
        """The value that holds unless the operator sets another, as text."""
        return as_text(getattr(Policies(), self.field))


POLICIES: tuple[Policy, ...] = (
    Policy("D-1", "integration_factor", ("legal_minimum", "first_year", "none")),
    Policy("D-2", "month_days", (CALENDAR, "30", "30.4")),
    Policy("D-3", "in_kind", ("not_added", "added")),
    Policy("D-4", "worker_share_test", ("general_wage", "professional_wage")),
    Policy("D-5", "rounding", ("per_concept", "total")),
    Policy("D-6", "long_prepayment_prices", ("current_values", "values_of_each_month")),
    Policy("D-7", "prepayment_cut_off_day", least=1, most=28),
    Policy("D-8", "full_month_test", ("sum_of_households", "each_household")),
    Policy("D-9", "old_age_first_row", ("zone_wage", "general_wage")),
    Policy("D-10", "base_wage_floor", ("general_wage", "professional_wage")),
    Policy("D-11", "housing_since"),
    Policy("D-12", "friday_moves", ("no", "yes")),
    Policy("D-13", "change_takes_effect", ("next_unpaid_month", "within_the_month")),
    Policy("D-14", "rest_day_share", ("not_added", "added")),
    Policy("D-15", "long_absence", ("not_due", "care_due")),
    Policy("L-1", "aguinaldo_wage", ("calendar_day", "day_worked")),
    Policy("L-2", "vacation_part_week", ("proportional", "whole")),
    Policy("L-3", "absences_in_benefits", ("deducted", "not_deducted")),
    Policy("L-4", "indemnity_part_years", ("proportional", "whole_years")),
    Policy("L-5", "first_days_indemnity", ("not_due", "due")),
    Policy("L-6", "seniority_premium", ("due", "not_due")),
    Policy("L-7", "hourly_floor", ("whole_day", "by_hours")),
    Policy("L-8", "payday_term", ("week", "fifteen_days")),
    Policy("L-9", "vacation_day_wage", ("calendar_day", "day_worked")),
    Policy("L-10", "fine_uma", ("violation", "acta")),
    Policy("I-1", "provisional_identity", ("lines_issued", "lines_wait")),
    Policy("R-1", "refund_apart", ("whole_insurance", "retirement_only")),
    Policy("R-2", "moved_payment_day", ("day_of_request", "day_of_payment")),
    Policy("R-3", "housing_refund", ("apart", "together")),
    Policy("projection", "projection", ("none", "last_known_values")),
)
BY_FIELD: Mapping[str, Policy] = {policy.field: policy for policy in POLICIES}


class PolicyRefused(ValueError):
    """A policy set to something that is not an option; `sentence` names it and what is possible."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """One answer to every open decision. Raises `PolicyRefused` for an answer that is not an option."""

    integration_factor: str = "legal_minimum"
    month_days: str = CALENDAR
    in_kind: str = "not_added"
    worker_share_test: str = "general_wage"
    rounding: str = "per_concept"
    long_prepayment_prices: str = "current_values"
    prepayment_cut_off_day: int = 20
    full_month_test: str = "sum_of_households"
    old_age_first_row: str = "zone_wage"
    base_wage_floor: str = "general_wage"
    housing_since: date = date(2024, 1, 1)
    friday_moves: str = "no"
    change_takes_effect: str = "next_unpaid_month"
    rest_day_share: str = "not_added"
    long_absence: str = "not_due"
    aguinaldo_wage: str = "calendar_day"
    vacation_part_week: str = "proportional"
    absences_in_benefits: str = "deducted"
    indemnity_part_years: str = "proportional"
    first_days_indemnity: str = "not_due"
    seniority_premium: str = "due"
    hourly_floor: str = "whole_day"
    payday_term: str = "week"
    vacation_day_wage: str = "calendar_day"
    fine_uma: str = "violation"
    provisional_identity: str = "lines_issued"
    refund_apart: str = "whole_insurance"
    moved_payment_day: str = "day_of_request"
    housing_refund: str = "apart"
    projection: str = "none"

    def __post_init__(self) -> None:
        for policy in POLICIES:
            _refuse_unknown(policy, getattr(self, policy.field))

    @classmethod
    def from_texts(cls, texts: Mapping[str, str]) -> "Policies":
        """Policies from settings as text, by field name; the rest keep their defaults. Raises `PolicyRefused`."""
        for name in texts:
            if name not in BY_FIELD:
                raise PolicyRefused(Sentence("policy.unknown", {"field": name, "known": ", ".join(BY_FIELD)}))
        return cls(**{name: _parsed(BY_FIELD[name], text.strip()) for name, text in texts.items()})

    def as_texts(self) -> dict[str, str]:
        """Every answer as text by field name; `from_texts` reads it back."""
        return {field.name: as_text(getattr(self, field.name)) for field in fields(self)}


def as_text(answer: str | int | date) -> str:
    """An answer as settings and pages write it."""
    return answer.isoformat() if isinstance(answer, date) else str(answer)


def _parsed(policy: Policy, text: str) -> Any:
    if policy.options:
        return text
    try:
        return int(text) if policy.least is not None else date.fromisoformat(text)
    except ValueError:
        raise _refusal(policy, text) from None


def _refuse_unknown(policy: Policy, answer: object) -> None:
    if policy.options:
        accepted = answer in policy.options
    elif policy.least is not None and policy.most is not None:
        accepted = isinstance(answer, int) and policy.least <= answer <= policy.most
    else:
        accepted = isinstance(answer, date)
    if not accepted:
        raise _refusal(policy, str(answer))


def _refusal(policy: Policy, answer: str) -> PolicyRefused:
    named = {"policy": policy.id, "field": policy.field, "answer": answer}
    if policy.options:
        return PolicyRefused(Sentence("policy.not_an_option", named | {"options": ", ".join(policy.options)}))
    if policy.least is not None and policy.most is not None:
        return PolicyRefused(Sentence("policy.not_in_range", named | {"least": policy.least, "most": policy.most}))
    return PolicyRefused(Sentence("policy.not_a_day", named))
