"""`afilia quote`: contributions for pay given as JSON lines, each answer explained line by line."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, BinaryIO

import click

from cli.json_lines import answer_lines, file_argument, language_option
from cli.quote_input import QuoteRefused, read_question
from regime.contributions import contributions
from regime.geography import UnknownPlace
from regime.pay import PayRefused
from regime.policies import Policies, PolicyRefused
from regime.schemes import UnknownScheme
from regime.sentences import Sentence
from regime.terms import TermsRefused
from regime.values import UnknownValue
from workflow.words import say

REFUSALS = (QuoteRefused, TermsRefused, PayRefused, UnknownValue, UnknownPlace, UnknownScheme)


@click.command()
@file_argument
@language_option
@click.option("--policy", "choices", multiple=True, metavar="NAME=VALUE", help="Answer one open decision otherwise.")
@click.pass_context
def quote(context: click.Context, file: BinaryIO, language: str, choices: tuple[str, ...]) -> None:
    """Quote contributions: JSON lines in (FILE or - for standard input), JSON lines out.

    \b
    day, period         2026-03-15, or the month 2026-03
    regime              pilot, pilot_second_phase, mandatory (default: by day)
    mode                full_month, per_day (default: per_day with days or per_visit)
    days                days insured in the month
    daily_wage, weekly_wage, fortnightly_wage, monthly_wage
                        one of them, in pesos
    per_visit, visits   pesos for each visit; visits a week (8 or more: in the month)
    base_wage           the base wage itself; daily_wage beside it decides who
                        bears the worker's share (LSS 36), without it the base
                        wage does
    zone                general, border; or municipality (INEGI key)
    in_kind             none, food, lodging, both, one_meal, two_meals
    integration_factor, years_of_service
    days_per_month      calendar, 30, 30.4; also divides a monthly wage
    infonavit           true, false
    risk_rate           percent: 0.54355
    rounding            per_concept, total
    partial_days        {"certified": 12}: insured days with only some branches
                        due; certified, short_absence, long_absence
    situations          ["old_age_pensioner"]: branches that are never due

    Numbers may be written as numbers or as text. A line that cannot be read is answered with
    {"error": …, "line": n}; the rest is still answered and the exit status is 1.
    """
    policies = _policies(choices, language)
    all_answered = answer_lines(file, lambda line: _answer(line, policies, language), REFUSALS, language)
    context.exit(0 if all_answered else 1)


def _policies(choices: Iterable[str], language: str) -> Policies:
    pairs = [choice.partition("=") for choice in choices]
    try:
        return Policies.from_texts({name.strip(): value for name, _, value in pairs})
    except PolicyRefused as error:
        raise click.BadParameter(say(language, error.sentence), param_hint="--policy") from None


def _answer(line: bytes, policies: Policies, language: str) -> dict[str, Any]:
    question = read_question(line, policies)
    statement = contributions(question.terms, question.policies)
    return statement.as_json(lambda notice: _said(language, notice))


@lru_cache(maxsize=4096)
def _said(language: str, notice: Sentence) -> str:
    return say(language, notice)
