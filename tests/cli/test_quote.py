"""`afilia quote`: what it accepts, what it answers, and what it says about lines it cannot answer."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.quote import quote
from cli.quote_input import KEYS

MARCH = {"period": "2026-03"}
KNOWN = {
    *("employer", "worker", "worker_paid_by_employer", "infonavit", "total", "unrounded_total", "base_wage"),
    *("days", "ceav_employer_rate", "lines", "notices", "day", "regime"),
}


def run(text: str | bytes, *options: str) -> Result:
    return CliRunner().invoke(quote, [*options, "-"], input=text)


def answers(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def ask(**asked: Any) -> dict[str, Any]:
    result = run(json.dumps(asked))
    assert result.exit_code == 0, result.output
    return answers(result)[0]


def error(line: str | bytes, language: str = "en") -> str:
    result = run(line, "--language", language)
    assert result.exit_code == 1
    (answer,) = answers(result)
    assert set(answer) == {"error", "line"}
    return answer["error"]


def test_published_amounts_of_2019() -> None:
    least = ask(period="2019-05", daily_wage=102.68)
    assert abs(Decimal(least["total"]) - Decimal("904.20")) <= Decimal("0.05")
    assert least["worker"] == "0.00"
    assert Decimal(least["employer"]) + Decimal(least["worker_paid_by_employer"]) == Decimal(least["total"])
    more = ask(period="2019-05", monthly_wage=6000)
    assert (more["worker"], more["days"], more["regime"]) == ("142.50", "30", "pilot")
    assert abs(Decimal(more["employer"]) - Decimal("1128.70")) <= Decimal("0.02")


def test_a_zone_that_no_printed_list_settles_is_named() -> None:
    def said(municipality: str) -> bool:
        return any(
            "San Quintín" in notice for notice in ask(**MARCH, daily_wage=500, municipality=municipality)["notices"]
        )

    assert said("02006")
    assert not said("02001")


def test_published_amounts_of_2026() -> None:
    answer = ask(**MARCH, monthly_wage=10411.09, days_per_month=30.4, integration_factor=1.0493, rounding="total")
    assert (answer["employer"], answer["infonavit"], answer["worker"]) == ("2194.35", "546.22", "260.36")
    exact = ask(**MARCH, base_wage=500, days=30, risk_rate=1.13065, infonavit=False)
    assert exact["unrounded_total"] == "3412.3662"
    assert ask(**MARCH, base_wage="315.04")["ceav_employer_rate"] == "3.150"
    assert ask(**MARCH, base_wage="315.05")["ceav_employer_rate"] == "6.026"


def test_the_answer_has_exactly_the_documented_keys() -> None:
    answer = ask(**MARCH, daily_wage=400)
    assert set(answer) == KNOWN
    assert set(answer["lines"][0]) == {
        *("concept", "share", "payer", "base", "rate", "amount", "parameter", "source", "url"),
    }
    assert sum(Decimal(line["amount"]) for line in answer["lines"]) == Decimal(answer["total"])
    assert all(isinstance(notice, str) for notice in answer["notices"])
    assert any(notice.endswith("(D-1).") for notice in answer["notices"])


def test_numbers_as_text_and_as_numbers_are_the_same_and_exact() -> None:
    as_text = ask(period="2026-03", daily_wage="342.47", days="8", risk_rate="0.54355", integration_factor="1.0493")
    assert as_text == ask(period="2026-03", daily_wage=342.47, days=8, risk_rate=0.54355, integration_factor=1.0493)
    assert ask(**MARCH, daily_wage=4e2) == ask(**MARCH, daily_wage="400")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"daily_wage": 400}, {"days": "31", "base_wage": "419.72"}),
        ({"daily_wage": 400, "days": 8}, {"days": "8"}),
        ({"daily_wage": 400, "days": 20, "mode": "full_month"}, {"days": "20"}),
        ({"weekly_wage": 2800, "integration_factor": 1}, {"base_wage": "400.00"}),
        ({"fortnightly_wage": 6000, "integration_factor": 1}, {"base_wage": "400.00"}),
        ({"monthly_wage": 12000, "integration_factor": 1}, {"base_wage": "400.00", "days": "31"}),
        ({"monthly_wage": 12000, "integration_factor": 1, "days_per_month": "calendar"}, {"base_wage": "400.00"}),
        ({"monthly_wage": 12160, "integration_factor": 1, "days_per_month": 30.4}, {"base_wage": "400.00"}),
        ({"daily_wage": 400, "days_per_month": "30"}, {"days": "30"}),
        ({"daily_wage": 400, "days_per_month": 30.4}, {"days": "30.4"}),
        ({"per_visit": 400, "visits": 2, "days": 9, "integration_factor": 1}, {"base_wage": "400.00", "days": "9"}),
        ({"per_visit": 400, "days": 9, "integration_factor": 1}, {"base_wage": "400.00", "days": "9"}),
        ({"per_visit": 400, "visits": 2}, {"days": "8.8571428571"}),
        ({"per_visit": 400, "visits": 9, "integration_factor": 1}, {"base_wage": "400.00", "days": "9"}),
        ({"per_visit": 700, "visits": 4, "mode": "full_month", "integration_factor": 1}, {"base_wage": "400.00"}),
        ({"per_visit": 800, "visits": 15, "mode": "full_month", "integration_factor": 1}, {"base_wage": "400.00"}),
        (
            {"monthly_wage": 3040, "visits": 2, "mode": "per_day", "days_per_month": 30.4, "integration_factor": 1},
            {"base_wage": "350.00", "days": "8.6857142857"},
        ),
        ({"base_wage": 300}, {"base_wage": "300.00"}),
        ({"base_wage": 330.57, "daily_wage": 315.04}, {"worker": "0.00", "worker_paid_by_employer": "243.39"}),
        ({"base_wage": 330.57, "daily_wage": 315.05}, {"worker": "243.39", "worker_paid_by_employer": "0.00"}),
        ({"base_wage": 330.57}, {"worker": "243.39", "worker_paid_by_employer": "0.00"}),
        ({"base_wage": 315.04}, {"worker": "0.00", "worker_paid_by_employer": "231.95"}),
        ({"base_wage": 315.04, "daily_wage": 315.05}, {"worker": "231.95", "worker_paid_by_employer": "0.00"}),
        ({"base_wage": 500, "infonavit": False}, {"infonavit": "0.00"}),
        ({"daily_wage": 300, "zone": "border"}, {"base_wage": "440.87", "ceav_employer_rate": "3.150"}),
        ({"daily_wage": 300, "municipality": "02004"}, {"base_wage": "440.87"}),
        ({"daily_wage": 300, "municipality": 2004}, {"base_wage": "440.87"}),
        ({"daily_wage": 300, "municipality": "09014", "zone": "general"}, {"base_wage": "315.04"}),
        ({"daily_wage": 400, "in_kind": "both"}, {"base_wage": "629.58"}),
        ({"daily_wage": 400, "in_kind": "one_meal", "integration_factor": 1}, {"base_wage": "433.32"}),
        ({"daily_wage": 400, "years_of_service": 2}, {"base_wage": "420.28"}),
        ({"daily_wage": 400, "regime": "pilot"}, {"base_wage": "400.00", "days": "30", "infonavit": "0.00"}),
        (
            {"daily_wage": 400, "regime": "pilot", "infonavit": True, "integration_factor": 1.05},
            {"base_wage": "420.00"},
        ),
        ({"daily_wage": 400, "mode": None, "days": None}, {"days": "31"}),
    ],
)
def test_inputs(asked: dict[str, Any], expected: dict[str, str]) -> None:
    answer = ask(**MARCH, **asked)
    assert {key: answer[key] for key in expected} == expected


def test_day_and_period_are_the_same_question() -> None:
    by_day = ask(day="2026-01-31", daily_wage=400)
    by_period = ask(period="2026-01", daily_wage=400)
    assert {**by_day, "day": ""} == {**by_period, "day": ""}
    assert ask(day="2026-01-31", period="2026-01", daily_wage=400) == by_day
    assert next(line["base"] for line in by_day["lines"]) == "3507.34"


BAD = {
    "not json": "is not JSON: there is an error at column 1",
    "": None,
    '{"period": "2026-03", "daily_wage": 400': "error at column",
    "[1, 2]": "must be a JSON object",
    '"text"': "must be a JSON object",
    "null": "must be a JSON object",
    '{"period": "2026-03", "daily_wage": 400, "wage": 1}': "There is no key “wage”",
    '{"period": "2026-03", "daily_wage": 400, "daily_wage": 500}': "“daily_wage” appears twice",
    '{"daily_wage": 400}': "“day” (2026-03-15) or “period” (2026-03) is missing",
    '{"day": "2026-02-30", "daily_wage": 400}': "the date 2026-02-30 does not exist",
    '{"period": "2026-13", "daily_wage": 400}': "the date 2026-13 does not exist",
    '{"period": "2026", "daily_wage": 400}': "“period” must be written like 2026-03",
    '{"period": 202603, "daily_wage": 400}': "“period” must be written like 2026-03, not “202603”",
    '{"day": "15/03/2026", "daily_wage": 400}': "“day” must be written like 2026-03-15",
    '{"day": "20260315", "daily_wage": 400}': "“day” must be written like 2026-03-15",
    '{"day": "2026-03-15", "period": "2026-04", "daily_wage": 400}': "is not in the period 2026-04",
    '{"period": "2026-03"}': "The wage is missing",
    '{"period": "2026-03", "daily_wage": 400, "monthly_wage": 12000}': "two wages, “daily_wage” and “monthly_wage”",
    '{"period": "2026-03", "base_wage": 400, "monthly_wage": 12000}': "not “monthly_wage”",
    '{"period": "2026-03", "daily_wage": NaN}': "NaN is not a number",
    '{"period": "2026-03", "daily_wage": Infinity}': "Infinity is not a number",
    '{"period": "2026-03", "daily_wage": -Infinity}': "-Infinity is not a number",
    '{"period": "2026-03", "daily_wage": "NaN"}': "“daily_wage” must be a number like 342.47, not “NaN”",
    '{"period": "2026-03", "daily_wage": "1,000"}': "not “1,000”",
    '{"period": "2026-03", "daily_wage": "four"}': "not “four”",
    '{"period": "2026-03", "daily_wage": true}': "not “true”",
    '{"period": "2026-03", "daily_wage": [400]}': "“daily_wage” must be a number",
    '{"period": "2026-03", "daily_wage": {"a": 1}}': "“daily_wage” must be a number",
    '{"period": "2026-03", "daily_wage": -400}': "“daily_wage” cannot be negative: -400",
    '{"period": "2026-03", "daily_wage": "-0.01"}': "cannot be negative",
    '{"period": "2026-03", "daily_wage": 0}': "“daily_wage” must be more than zero",
    '{"period": "2026-03", "daily_wage": 1e300}': "is above 10,000,000",
    '{"period": "2026-03", "daily_wage": 400, "days": 1e-99999999999}': "“days” is finer than 0.0000000001",
    '{"period": "2026-03", "daily_wage": 400, "municipality": 1e99999999999}': "five-digit INEGI key",
    '{"period": "2026-03", "daily_wage": 400, "municipality": 1e-99999999999}': "five-digit INEGI key",
    '{"period": "2026-03", "daily_wage": 400, "zone": "\\ud800"}': "“zone” cannot be “\ud800”",
    '{"period": "2026-03", "daily_wage": 1e99999999999999999999}': "numbers or nesting that cannot be read",
    '{"period": "2026-03", "base_wage": 0}': "base wage must be more than zero",
    '{"period": "2026-02", "daily_wage": 400, "days": 31}': "at most 30.4 in that month, not 31",
    '{"period": "2026-03", "daily_wage": 400, "days": 32}': "at most 31",
    '{"period": "2026-03", "daily_wage": 400, "days": 0}': "more than 0",
    '{"period": "2026-03", "daily_wage": 400, "mode": "per_day"}': "The days are missing",
    '{"period": "2026-03", "daily_wage": 400, "mode": "weekly"}': "“mode” cannot be “weekly”. Use one of: full_month",
    '{"period": "2026-03", "daily_wage": 400, "zone": "north"}': "“zone” cannot be “north”",
    '{"period": "2026-03", "daily_wage": 400, "zone": ["border"]}': "“zone” cannot be",
    '{"period": "2026-03", "daily_wage": 400, "municipality": "99999"}': "99999",
    '{"period": "2026-03", "daily_wage": 400, "municipality": 1.5}': "five-digit INEGI key",
    '{"period": "2026-03", "daily_wage": 400, "municipality": "02004", "zone": "general"}': "is in zone border",
    '{"period": "2026-03", "daily_wage": 400, "in_kind": "dinner"}': "“in_kind” cannot be “dinner”",
    '{"period": "2026-03", "daily_wage": 400, "regime": "old"}': "“regime” cannot be “old”",
    '{"period": "2026-03", "daily_wage": 400, "rounding": "up"}': "“rounding” cannot be “up”",
    '{"period": "2026-03", "daily_wage": 400, "infonavit": "no"}': "“infonavit” must be true or false",
    '{"period": "2026-03", "daily_wage": 400, "integration_factor": 0.5}': "cannot be below 1",
    '{"period": "2026-03", "daily_wage": 400, "risk_rate": 100}': "less than 100 percent",
    '{"period": "2026-03", "daily_wage": 400, "days_per_month": "lunar"}': "“days_per_month” must be a number",
    '{"period": "2026-03", "daily_wage": 400, "days_per_month": 32}': "at most 31",
    '{"period": "2026-03", "daily_wage": 400, "years_of_service": 1.5}': "must be a whole number",
    '{"period": "2026-03", "per_visit": 400}': "“per_visit” needs “visits”",
    '{"period": "2026-03", "per_visit": 400, "visits": 0}': "“visits” must be more than zero",
    '{"period": "2027-03", "daily_wage": 400}': "“daily UMA” is not known for 1 March 2027",
    '{"period": "2027-01", "daily_wage": 400}': "“general minimum wage” is not known for 1 January 2027",
    '{"period": "2019-03", "daily_wage": 400}': "“scheme of insurance” is not known",
    '{"period": "0001-01", "daily_wage": 400}': "is not known",
    "[" * 100_000: "cannot be read",
}


@pytest.mark.parametrize(
    ("line", "said"), [(line, said) for line, said in BAD.items() if said], ids=range(len(BAD) - 1)
)
def test_bad_lines_are_answered_with_a_sentence(line: str, said: str) -> None:
    assert said in error(line)
    spanish = error(line, "es")
    assert spanish
    assert spanish != error(line)


def test_bytes_that_are_not_text() -> None:
    assert "UTF-8" in error(b'{"period": "\xff\xfe"}')


def test_every_other_line_is_still_answered(tmp_path: Path) -> None:
    good = json.dumps({**MARCH, "daily_wage": 400})
    file = tmp_path / "questions.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + "\r\n".join([good, "oops", "", good, '{"a": 1}']).encode())
    result = CliRunner().invoke(quote, [str(file)])
    assert result.exit_code == 1
    found = answers(result)
    assert [answer.get("line") for answer in found] == [None, 2, None, 5]
    assert found[0] == found[2]


def test_good_lines_alone_end_well() -> None:
    assert run("").exit_code == 0
    assert run(json.dumps({**MARCH, "daily_wage": 400}) + "\n\n").exit_code == 0


def test_policies_are_options() -> None:
    line = json.dumps({"period": "2027-03", "daily_wage": 400})
    projected = run(line, "--policy", "projection=last_known_values", "--language", "en")
    assert projected.exit_code == 0
    assert any("is not published for that month yet" in notice for notice in answers(projected)[0]["notices"])
    refused = run(line, "--policy", "rounding=down", "--language", "en")
    assert refused.exit_code == len(["usage", "error"])
    assert "“down” is not an option of rounding (D-5)" in refused.output


def test_help_names_every_key() -> None:
    shown = CliRunner().invoke(quote, ["--help"]).output
    assert [key for key in KEYS if key not in shown] == []


def test_days_with_only_some_branches_and_situations() -> None:
    asked = [{"partial_days": {"certified": 31}}, {"situations": ["old_age_pensioner"]}]
    wrong = [{"partial_days": [3]}, {"partial_days": {"holiday": 3}}, {"situations": "old_age_pensioner"}]
    lines = [json.dumps({"period": "2026-03", "daily_wage": 350} | more) for more in (*asked, *wrong)]
    whole, pensioner, *refused = answers(run("\n".join(lines)))
    assert (whole["total"], pensioner["total"]) == ("796.95", "2682.10")
    assert [line["article"] for line in whole["lines"]] == ["LSS 31 IV", "LIFNVT 29"]
    assert all("error" in answer for answer in refused)
