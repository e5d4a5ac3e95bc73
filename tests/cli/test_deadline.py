"""`afilia deadline`: JSON lines in, JSON lines out, every bad line answered where it stands."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.deadline import deadline

GOOD = {"trigger": "2025-04-11", "length": 5, "unit": "business_days"}
KEYS = {"due", "paused", "provisional", "counted", "skipped", "alternatives", "explanation"}


def run(*lines: Any, options: tuple[str, ...] = ()) -> tuple[Result, list[dict[str, Any]]]:
    raw = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    result = CliRunner().invoke(deadline, ["-", *options], input=raw)
    return result, [json.loads(line) for line in result.output.splitlines()]


def test_a_term_is_answered_with_everything_behind_it() -> None:
    result, [answer] = run(GOOD)
    assert result.exit_code == 0
    assert set(answer) == KEYS
    assert (answer["due"], answer["paused"], answer["provisional"], answer["counted"]) == (
        "2025-04-22",
        False,
        False,
        5,
    )
    assert answer["alternatives"] == {"lft": "2025-04-18", "lfpa": "2025-04-18", "stps": "2025-04-22"}
    assert {"day": "2025-04-17", "reason": "Semana Santa", "source": "Acuerdo STPS, DOF 2024-12-26"} in answer[
        "skipped"
    ]
    assert "22 de abril de 2025" in answer["explanation"]


def test_the_reader_chooses_the_language() -> None:
    _, [answer] = run(GOOD, options=("--language", "en"))
    assert "Holy Week" in {entry["reason"] for entry in answer["skipped"]}
    assert "22 April 2025" in answer["explanation"]


def test_an_open_suspension_pauses_and_a_closed_one_moves() -> None:
    open_ended = {**GOOD, "suspensions": [{"from": "2025-04-14", "until": None, "act": "Aviso de fuerza mayor"}]}
    closed = {**GOOD, "suspensions": [{"from": "2025-04-14", "until": "2025-04-16", "act": "Aviso de fuerza mayor"}]}
    _, [paused, moved] = run(open_ended, closed)
    assert (paused["due"], paused["paused"], paused["counted"]) == (None, True, 0)
    assert set(paused["alternatives"].values()) == {None}
    assert (moved["due"], moved["paused"]) == ("2025-04-25", False)
    assert "Aviso de fuerza mayor" in moved["explanation"]


def test_hours_months_and_a_calendar_by_name() -> None:
    _, [hours, zoned, months, lft] = run(
        {"trigger": "2024-12-24T20:00", "length": 24, "unit": "hours"},
        {"trigger": "2024-12-24T20:00Z", "length": 24, "unit": "hours", "timezone": "America/Tijuana"},
        {"trigger": "2025-01-31", "length": 1, "unit": "months"},
        {**GOOD, "calendar": "lft"},
    )
    assert hours["due"] == "2024-12-25T20:00:00-06:00"
    assert (hours["skipped"], hours["alternatives"]) == ([], {})
    assert zoned["due"] == "2024-12-25T12:00:00-08:00"
    assert months["due"] == "2025-03-03"
    assert lft["due"] == "2025-04-18"
    assert set(lft["alternatives"]) == {"union", "lfpa", "stps"}


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        (b"not json", "JSON"),
        (b"[1, 2]", "JSON"),
        (b"\xff\xfe{}", "JSON"),
        (b"[" * 100_000, "JSON"),
        ({"length": 5, "unit": "months"}, "trigger"),
        ({"trigger": "2025-04-11", "unit": "months"}, "length"),
        ({**GOOD, "trigger": "11/04/2025"}, "2026-03-02"),
        ({**GOOD, "trigger": "2025-02-30"}, "2025-02-30"),
        ({**GOOD, "length": "5"}, "1"),
        ({**GOOD, "length": 2.5}, "2.5"),
        ({**GOOD, "length": -1}, "-1"),
        ({**GOOD, "length": 10**30}, "2100"),
        ({**GOOD, "unit": "weeks"}, "business_days"),
        ({**GOOD, "unit": ["months"]}, "business_days"),
        ({**GOOD, "calendar": "sep"}, "union"),
        ({**GOOD, "calendar": 5}, "calendar"),
        ({**GOOD, "timezone": "Mars/Olympus"}, "Mars/Olympus"),
        ({**GOOD, "suspension": []}, "suspensions"),
        ({**GOOD, "suspensions": "none"}, "suspensions"),
        ({**GOOD, "suspensions": ["2025-04-14"]}, "suspensions"),
        ({**GOOD, "suspensions": [{"from": "2025-04-14", "until": None}]}, "act"),
        ({**GOOD, "suspensions": [{"until": None, "act": "Aviso"}]}, "from"),
        ({**GOOD, "suspensions": [{"from": "soon", "until": None, "act": "Aviso"}]}, "soon"),
        ({**GOOD, "suspensions": [{"from": "2025-04-14", "until": "2025-04-01", "act": "Aviso"}]}, "abril"),
        ({**GOOD, "suspensions": [{"from": "2025-04-14", "untill": "2025-04-15", "act": "Aviso"}]}, "untill"),
        ({**GOOD, "suspensions": ""}, "suspensions"),
        ({**GOOD, "trigger": 20250411}, "20250411"),
        ({**GOOD, "trigger": "0001-01-01T00:00+14:00"}, "0001-01-01"),
        ({**GOOD, "trigger": "0001-01-01T00:00+14:00", "unit": "hours"}, "0001-01-01"),
        ({**GOOD, "unit": "\ud800"}, "\ud800"),
        ({**GOOD, "unit": "hours"}, "T09:30"),
    ],
)
def test_a_bad_line_says_what_is_wrong_and_the_rest_is_answered(line: Any, hint: str) -> None:
    result, answers = run(GOOD, b"", line, GOOD)
    assert result.exit_code == 1
    assert [set(answer) for answer in answers] == [KEYS, {"error", "line"}, KEYS]
    assert answers[1]["line"] == 3
    assert hint in answers[1]["error"]
    assert "Traceback" not in result.output


def test_terms_are_read_from_a_file_and_a_missing_one_is_named(tmp_path: Path) -> None:
    file = tmp_path / "terms.jsonl"
    file.write_bytes("\ufeff".encode() + json.dumps(GOOD).encode() + b"\r\n")
    result = CliRunner().invoke(deadline, [str(file)])
    assert (result.exit_code, json.loads(result.output)["due"]) == (0, "2025-04-22")
    missing = CliRunner().invoke(deadline, [str(tmp_path / "none.jsonl")])
    assert missing.exit_code == 2
    assert "none.jsonl" in missing.output


def test_nothing_in_nothing_out() -> None:
    result, answers = run(b"")
    assert (result.exit_code, answers) == (0, [])
