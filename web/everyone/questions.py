"""The ten questions that households ask: the figures of the day, the articles and the open decisions behind each."""

from dataclasses import dataclass
from datetime import date

from regime.law import Article, article
from regime.parameters import parameter
from regime.policies import BY_FIELD, Policies, Policy, as_text
from regime.projection import reading
from workflow.words import number


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its code in the catalogues, the articles it rests on, and what about it is not public."""

    code: str
    basis: tuple[str, ...]
    open_decisions: tuple[str, ...] = ()

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles of law behind the answer."""
        return tuple(article(key) for key in self.basis)

    def assumptions(self, policies: Policies) -> tuple[tuple[Policy, str], ...]:
        """The decisions that no public text settles, each with the answer applied here: a code, or a plain number."""
        return tuple((BY_FIELD[field], _answer(BY_FIELD[field], policies)) for field in self.open_decisions)


QUESTIONS = (
    Question("covered", ("lss_239c_6", "lss_239c_7", "lss_239c_8"), ("prepayment_cut_off_day", "full_month_test")),
    Question("pay_day", ("lss_39", "lss_239c_4", "lss_239c_6", "cff_12"), ("prepayment_cut_off_day", "friday_moves")),
    Question("first_month", ("lss_239c_4", "lss_239c_5", "lss_239c_6")),
    Question("two_days", ("lss_29", "lss_239c_8"), ("rest_day_share",)),
    Question("food", ("lss_32", "lft_334"), ("in_kind",)),
    Question("deduct", ("lss_36", "lss_38", "lss_239c_2"), ("worker_share_test",)),
    Question("other_household", ("lss_239c_8",), ("full_month_test",)),
    Question("missed", ("lss_239d", "lss_109", "lss_207")),
    Question("ending", ("lss_239d", "lft_342", "lft_343")),
    Question("price", ("lss_28", "lss_168", "lduma_5"), ("long_prepayment_prices",)),
)


def figures(day: date, language: str) -> dict[str, object]:
    """The numbers the answers quote, written in a language, as they hold on a day.

    Where the law does not reach the day yet, the last known values are shown and `projected` says so.
    """
    wage = reading("minimum_wage_general", day, "last_known_values")
    uma = reading("uma_daily", day, "last_known_values")
    return {
        "due_day": number(language, parameter("post_paid_due_day").on(day).value),
        "one_in_kind": _percent(language, "in_kind_food", day),
        "both_in_kind": _percent(language, "in_kind_both", day),
        "meal": _percent(language, "in_kind_one_meal", day),
        "care_weeks": number(language, parameter("preserved_care_weeks").on(day).value),
        "day_care_weeks": number(language, parameter("preserved_day_care_weeks").on(day).value),
        "wage": wage.value.value,
        "uma": uma.value.value,
        "projected": wage.projected or uma.projected,
    }


def _percent(language: str, name: str, day: date) -> str:
    return f"{number(language, parameter(name).on(day).value * 100)} %"


def _answer(policy: Policy, policies: Policies) -> str:
    answer = as_text(getattr(policies, policy.field))
    return f"policy.{policy.field}.{answer}" if policy.options else answer
