"""Open decisions: read from text, refused by name, listed with words, and named by the statements they shape."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest

from regime.contributions import contributions
from regime.pay import Pay
from regime.policies import POLICIES, Policies, PolicyRefused
from regime.sentences import Sentence
from regime.terms import Terms
from workflow.words import LANGUAGES, knows, say


def test_every_field_is_an_open_decision_and_the_other_way_round() -> None:
    assert [field.name for field in fields(Policies)] == [policy.field for policy in POLICIES]
    ids = [policy.id for policy in POLICIES[:-1]]
    series = dict.fromkeys(name.partition("-")[0] for name in ids)
    numbered = {letter: [name for name in ids if name.startswith(f"{letter}-")] for letter in series}
    assert numbered == {
        letter: [f"{letter}-{number}" for number in range(1, len(names) + 1)] for letter, names in numbered.items()
    }


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_decision_has_words(policy: object, language: str) -> None:
    assert knows(policy.decides, language)
    assert knows(policy.evidence, language)
    assert all(knows(f"{policy.decides}.{option}", language) for option in policy.options)


def test_texts_come_back_the_same() -> None:
    policies = Policies.from_texts(
        {"month_days": "30.4", "prepayment_cut_off_day": "17", "housing_since": "2026-01-01"}
    )
    assert (policies.month_days, policies.prepayment_cut_off_day) == ("30.4", 17)
    assert policies.housing_since == date(2026, 1, 1)
    assert Policies.from_texts(policies.as_texts()) == policies
    assert {policy.field: policy.default for policy in POLICIES} == Policies().as_texts()


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("colour", "red", "policy.unknown"),
        ("month_days", "31", "policy.not_an_option"),
        ("rounding", "", "policy.not_an_option"),
        ("prepayment_cut_off_day", "29", "policy.not_in_range"),
        ("prepayment_cut_off_day", "0", "policy.not_in_range"),
        ("prepayment_cut_off_day", "twenty", "policy.not_in_range"),
        ("housing_since", "2024", "policy.not_a_day"),
    ],
)
def test_what_is_no_option_is_refused_by_name(field: str, text: str, code: str) -> None:
    with pytest.raises(PolicyRefused) as refused:
        Policies.from_texts({field: text})
    assert refused.value.sentence.code == code
    for language in LANGUAGES:
        assert field in say(language, refused.value.sentence)


def named(notices: tuple[Sentence, ...]) -> set[object]:
    return {notice.params["policy"] for notice in notices if "policy" in notice.params}


def test_statements_name_the_decisions_that_shaped_them() -> None:
    day, pay = date(2026, 3, 1), Pay(Decimal("330"), "day")
    full_month = contributions(Terms(day=day, pay=pay, zone="border", in_kind="both"))
    assert named(full_month.notices) == {"D-1", "D-2", "D-3", "D-4", "D-5", "D-9", "D-10", "D-11"}
    by_days = contributions(Terms(day=day, pay=pay, mode="per_day", days=Decimal(8)))
    assert named(by_days.notices) == {"D-1", "D-4", "D-5", "D-11", "D-14"}
    given = contributions(Terms(day=day, base_wage=Decimal("500"), days=Decimal(30), housing=False))
    assert named(given.notices) == {"D-5"}


@pytest.mark.parametrize(
    "changed",
    [
        {"integration_factor": "none"},
        {"month_days": "30"},
        {"in_kind": "added"},
        {"worker_share_test": "professional_wage"},
        {"rounding": "total"},
        {"base_wage_floor": "professional_wage"},
        {"housing_since": date(2026, 6, 1)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_another_answer_changes_the_statement(changed: dict[str, object]) -> None:
    pay = Pay(Decimal("320"), "day")
    terms = Terms(day=date(2026, 3, 1), pay=pay, in_kind="food")
    if "base_wage_floor" in changed:
        terms = replace(terms, pay=Pay(Decimal("300"), "day"), in_kind="none")
    before, after = contributions(terms, Policies()), contributions(terms, replace(Policies(), **changed))
    shown = [(s.employer, s.worker, s.infonavit, s.total) for s in (before, after)]
    assert shown[0] != shown[1]


def test_the_first_row_in_the_border_zone_is_a_decision() -> None:
    terms = Terms(day=date(2026, 3, 1), base_wage=Decimal("440.87"), zone="border")
    rows = ("zone_wage", "general_wage")
    rates = [contributions(terms, Policies(old_age_first_row=answer)).ceav_employer_rate for answer in rows]
    assert rates == [Decimal("3.150"), Decimal("6.613")]
