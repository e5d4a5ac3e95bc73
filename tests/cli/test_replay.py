"""`afilia replay`: every scenario that ships is played and its figures checked; what it prints; what it cannot read."""

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from click.testing import CliRunner, Result

from cli.replay import REPERTOIRE, as_json, replay
from regime.sentences import Sentence
from workflow.database import Database
from workflow.replay import Played, play
from workflow.scenario import ScenarioRefused, read_scenario
from workflow.words import LANGUAGES, say

SCENARIOS = sorted((Path(__file__).parents[2] / "docs" / "scenarios").glob("*.toml"))
# Whatever would differ from run to run: ids, digests, folios of files and of orders.
RANDOM = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{64}\b|\b(?:IT|OI)-\d\d-\w{4}"
)
HEAD = """
title = "A test"
why = "To see what happens."
[people.casa]
role = "household"
[people.ana]
role = "domestic_worker"
[people.oficina]
role = "caseworker"
"""
REGISTER = """
[[step]]
at = 2026-03-09
who = "casa"
do = "register"
case = "registro"
"""
ENROL = """
[[step]]
at = 2026-03-10
who = "casa"
do = "enrol"
case = "empleo"
[step.data]
worker = "ana"
began_on = 2026-03-10
pay_amount = 650
pay_each = "visit"
weekdays = "024"
mode = "per_day"
"""


@pytest.fixture
def _own_log() -> Iterator[None]:
    """Leave the log of the other tests as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def run(tmp_path: Path, text: str, *options: str, **environment: str) -> Result:
    """The command on a scenario written here."""
    path = tmp_path / "caso.toml"
    path.write_text(text, encoding="utf-8")
    return CliRunner().invoke(replay, [*options, str(path)], env=environment)


def played(database: Database, text: str, language: str = "en", until: str | None = None) -> Played:
    return play(read_scenario(text, until), database, REPERTOIRE, language)


def of_kind(found: Played, kind: str) -> list[dict[str, Any]]:
    return [entry for entry in found.entries if entry["kind"] == kind]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_shipped_scenario_gives_what_was_worked_out_by_hand(sqlite_database: Database, path: Path) -> None:
    scenario = read_scenario(path.read_text(encoding="utf-8"))
    assert scenario.expectations
    found = play(scenario, sqlite_database, REPERTOIRE, "es")
    assert found.differing == []
    assert found.failures == []
    assert all(check["why"].strip() for check in found.checks)
    assert RANDOM.findall(json.dumps([found.entries, found.cases, found.people], default=str)) == []


def test_enough_scenarios_ship_and_the_documentation_lists_each() -> None:
    listed = (Path(__file__).parents[2] / "docs" / "replay.md").read_text(encoding="utf-8")
    assert len(SCENARIOS) >= 12
    assert [path.name for path in SCENARIOS if f"(scenarios/{path.name})" not in listed] == []


def test_what_can_be_asked_and_done_is_documented() -> None:
    from workflow.replay_questions import QUESTIONS
    from workflow.replay_steps import ENGINE_DOINGS

    listed = (Path(__file__).parents[2] / "docs" / "replay.md").read_text(encoding="utf-8")
    words = {*QUESTIONS, *REPERTOIRE.questions, *ENGINE_DOINGS, *REPERTOIRE.doings}
    assert [word for word in sorted(words) if f"`{word}`" not in listed] == []


def test_the_worked_example_of_the_documentation_is_right(sqlite_database: Database) -> None:
    written = (Path(__file__).parents[2] / "docs" / "replay.md").read_text(encoding="utf-8")
    example = written.partition("```toml\n")[2].partition("```")[0]
    found = played(sqlite_database, example)
    assert found.checks
    assert found.differing == []


def test_both_databases_tell_the_same_story(database: Database) -> None:
    path = next(path for path in SCENARIOS if path.stem == "payment-after-lapse")
    assert played(database, path.read_text(encoding="utf-8")).differing == []


@pytest.mark.usefixtures("_own_log")
def test_the_same_scenario_prints_the_same_bytes_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    text = HEAD + REGISTER + ENROL + '[[step]]\nat = 2026-05-02\nask = "due"\nwho = "casa"\n'
    once = run(tmp_path, text)
    again = run(tmp_path, text, AFILIA_POLICIES__ROUNDING="total", AFILIA_SECRET_KEY="", AFILIA_LINE_PREFIX="OTHER")
    assert once.exit_code == again.exit_code == 0
    assert once.stdout == again.stdout
    assert list(scratch.iterdir()) == []


@pytest.mark.usefixtures("_own_log")
def test_a_figure_that_differs_is_shown_with_both_values_and_the_exit_status_is_one(tmp_path: Path) -> None:
    wrong = '[[expected]]\nask = "state"\ncase = "registro"\nis = { state = "refused" }\nwhy = "Out of spite."\n'
    done = run(tmp_path, HEAD + REGISTER + wrong, "--language", "en")
    assert done.exit_code == 1
    (check,) = json.loads(done.stdout)["expected"]
    assert (check["expected"], check["found"], check["agrees"]) == ("refused", "registered", False)
    assert "Expected refused, found registered" in done.stderr
    assert "Out of spite." in done.stderr


@pytest.mark.usefixtures("_own_log")
def test_a_scenario_that_cannot_be_played_is_a_sentence_and_no_json(tmp_path: Path) -> None:
    done = run(tmp_path, HEAD + REGISTER.replace("do =", "does ="), "--language", "en")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "“does” is not known in step 1. Possible are: at, who, do" in done.stderr


def test_time_itself_acts_at_its_legal_and_its_recorded_moment(sqlite_database: Database) -> None:
    found = played(sqlite_database, HEAD + REGISTER + ENROL, until="2026-04-01T12:00")
    (lapse,) = [entry for entry in of_kind(found, "event") if entry["do"] == "lapse"]
    assert lapse["at"] == "2026-04-01T00:00:00-06:00"
    assert lapse["effective_at"] == "2026-03-31T23:59:59.999999-06:00"
    assert (lapse["by"], lapse["case"], "step" in lapse) == ("system", "empleo/2026-04", False)
    assert {message["to"] for message in lapse["messages"]} == {"casa", "ana"}
    reminders = [entry["at"][:16] for entry in of_kind(found, "event") if entry["do"] == "remind"]
    assert reminders == sorted(reminders)
    assert "2026-03-30T09:00" in reminders
    issued = next(entry for entry in of_kind(found, "event") if entry["do"] == "issue")
    clocks = {clock["deadline"]: clock for clock in issued["deadlines"]}
    assert clocks["pay_ahead"]["due"] == "2026-03-31"
    assert "before April 2026 begins" in clocks["pay_ahead"]["explanation"]
    assert found.cases["empleo"]["state"] == "enrolled"


def test_ids_and_payment_lines_are_replaced_by_names(sqlite_database: Database) -> None:
    text = HEAD + REGISTER + ENROL
    found = played(sqlite_database, text)
    (issued,) = [entry for entry in of_kind(found, "event") if entry["do"] == "issue"]
    assert issued["data"]["line"] == "LINE[empleo/2026-04 #1]"
    printed = json.dumps(as_json(read_scenario(text), found, "en"))
    assert "DEMO-" not in printed


def test_a_refused_step_is_part_of_the_story(sqlite_database: Database) -> None:
    twice = REGISTER.replace("03-09", "03-11").replace('"registro"', '"otro"')
    found = played(sqlite_database, HEAD + REGISTER + twice)
    (refusal,) = of_kind(found, "refusal")
    assert (refusal["step"], refusal["by"], refusal["case"]) == (2, "casa", "otro")
    assert [sentence["code"] for sentence in refusal["sentences"]] == ["registration.already_registered"]
    assert all(sentence["text"] for sentence in refusal["sentences"])
    assert found.differing == []
    assert "otro" not in found.cases


@pytest.mark.parametrize(
    ("key", "agrees"),
    [
        ("must_succeed = true", False),
        ('refused = "registration.identity_missing"', False),
        ('refused = "registration.already_registered"', True),
    ],
)
def test_a_step_may_say_how_it_must_go(sqlite_database: Database, key: str, agrees: bool) -> None:
    twice = REGISTER.replace("03-09", "03-11").replace('"registro"', '"otro"') + key
    (check,) = played(sqlite_database, HEAD + REGISTER + twice).checks
    assert check["agrees"] is agrees
    assert check["found"] == "registration.already_registered"


def test_every_procedure_can_be_begun_and_moved_by_its_own_actions(sqlite_database: Database) -> None:
    text = (
        HEAD
        + '[[step]]\nat = 2026-03-09T10:00:00\nwho = "casa"\ndo = "registration.begin"\ncase = "registro"\n'
        + 'data = { person_id = "casa" }\n'
        + '[[step]]\nat = 2026-03-09T10:05:00\nwho = "casa"\ndo = "withdraw"\ncase = "registro"\n'
        + '[[step]]\nat = 2026-03-09T10:05:00\nwho = "casa"\nask = "offers"\ncase = "registro"\n'
    )
    found = played(sqlite_database, text)
    assert found.cases["registro"]["state"] == "withdrawn"
    assert of_kind(found, "answer")[0]["answer"] == {}


@pytest.mark.usefixtures("_own_log")
def test_a_failure_of_the_system_itself_is_never_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object) -> bool:
        raise RuntimeError("out of order")

    monkeypatch.setattr("workflow.sweep.expire", broken)  # no declared procedure fails by itself
    done = run(tmp_path, "until = 2026-05-01\n" + HEAD + REGISTER + ENROL)
    assert done.exit_code == 1
    failures = [entry for entry in json.loads(done.stdout)["timeline"] if entry["kind"] == "failure"]
    assert [(entry["at"][:10], entry["case"], entry["do"]) for entry in failures] == [
        ("2026-03-21", "empleo/2026-04", "pass_cut_off"),
        ("2026-04-01", "empleo/2026-04", "lapse"),
        ("2026-04-01", "empleo", "propose_next"),
        ("2026-04-01", "empleo/2026-03", "issue"),
        ("2026-04-10", "empleo/confirmation", "remain_unconfirmed"),
    ]
    assert all(entry["error"] == "out of order" for entry in failures)


def test_it_stops_where_it_is_told_to(sqlite_database: Database) -> None:
    late = '[[expected]]\nask = "state"\ncase = "empleo"\nis = { state = "ended" }\nwhy = "Not reached."\n'
    found = played(sqlite_database, HEAD + REGISTER + ENROL + late, until="2026-03-09T12:00")
    assert set(found.cases) == {"registro"}
    assert found.checks == []


def test_open_decisions_can_be_answered_otherwise() -> None:
    assert read_scenario(HEAD + REGISTER).policies.rounding == "per_concept"
    assert read_scenario('policies = { rounding = "total" }\n' + HEAD + REGISTER).policies.rounding == "total"


def test_days_and_hours_are_those_of_the_place() -> None:
    tijuana = read_scenario('municipality = "02004"\n' + HEAD + REGISTER)
    assert tijuana.moves[0].at.isoformat() == "2026-03-09T16:00:00+00:00"
    assert read_scenario(HEAD + REGISTER).moves[0].at.isoformat() == "2026-03-09T15:00:00+00:00"


MISTAKES = [
    (HEAD + REGISTER.replace("2026", "1910"), "write a day or a moment between 2000 and 2100"),
    ("title = 3\n" + HEAD.replace('title = "A test"', "") + REGISTER, "“title” says “3” at the top; write a text"),
    (HEAD.replace('why = "To see what happens."', "") + REGISTER, "“why” is missing at the top"),
    (HEAD + REGISTER.replace("2026-03-09", "2026-02-30"), "cannot be read as TOML"),
    (HEAD + REGISTER.replace("2026-03-09", '"pronto"'), "“at” says “pronto” in step 1; write a day or a moment"),
    (HEAD + REGISTER.replace('"casa"\ndo', '"nadie"\ndo'), "Nobody is called “nadie” in step 1"),
    (HEAD + REGISTER + 'ask = "state"', "Write either “do”"),
    (HEAD + ENROL + REGISTER, "The dates go backwards in step 2"),
    (HEAD + '[[step]]\nat = 2026-03-09\nask = "due"\nkey = "x"', "“key” says nothing in a question in step 1"),
    (HEAD + REGISTER + '[[expected]]\nask = "state"\ncase = "registro"\nis = { state = "x" }', "“why” is missing"),
    (HEAD + REGISTER + '[[expected]]\nat = 2027-01-01\nask = "due"\nis = { count = 1 }\nwhy = "y"', "ends before"),
    ('municipality = "99999"\n' + HEAD + REGISTER, "The scenario cannot be read: "),
    ('policies = { rounding = "never" }\n' + HEAD + REGISTER, "The scenario cannot be read: "),
    ("people = { casa = 1 }\n" + HEAD.partition("[people")[0] + REGISTER, "The person is not described"),
]
FOUND_WHILE_PLAYING = [
    (HEAD.replace('"household"', '"queen"') + REGISTER, "“role” says “queen” in the person “casa”"),
    (HEAD.replace('"household"', '"household"\nborn = 3') + REGISTER, "“born” says “3” in the person “casa”"),
    (HEAD.replace('"household"', '"household"\nmunicipality = "02004"') + REGISTER, "“postal_code” is missing"),
    (HEAD + REGISTER.replace("register", "enlist"), "No case is called “registro” in step 1"),
    (HEAD + REGISTER.replace('"register"', '"registry.begin"'), "There is no procedure “registry”"),
    (HEAD + REGISTER + REGISTER.replace('"register"', '"fly"'), "There is no “fly” in registration"),
    (HEAD + REGISTER + "data = { age = 3 }", "“age” is not known in step 1"),
    (HEAD + REGISTER + ENROL.replace("650", '"650"'), "“data.pay_amount” says “650” in step 2; write an amount"),
    (HEAD + REGISTER + ENROL.replace("650", "650.505"), "“data.pay_amount” says “650.505” in step 2"),
    (HEAD + REGISTER + ENROL.replace("650", "1e12"), "“data.pay_amount” says"),
    (HEAD + REGISTER + ENROL.replace('"024"', '"lunes"'), "“data.weekdays” says “lunes” in step 2"),
    (
        HEAD + REGISTER + '[[expected]]\nask = "state"\ncase = "otro"\nis = { state = "x" }\nwhy = "y"',
        "No case is called “otro” in expectation 1",
    ),
    (HEAD + REGISTER + ENROL.replace('"ana"', '"eva"'), "Nobody is called “eva” in step 2"),
    (HEAD + REGISTER.replace('case = "registro"', ""), "“case” is missing in step 1"),
    (HEAD + REGISTER + '[[step]]\nat = 2026-04-01\nask = "weather"', "“weather” cannot be asked in step 2"),
    (HEAD + REGISTER + '[[step]]\nat = 2026-04-01\nask = "state"', "“case” is missing in step 2"),
    (
        HEAD + REGISTER + '[[step]]\nat = 2026-04-01\nask = "relation"\ncase = "registro"',
        "The case “registro” belongs to another procedure in step 2; one of affiliation is needed here",
    ),
    (HEAD + REGISTER + '[[step]]\nat = 2026-04-01\ndo = "pay"\ncase = "registro"', "“month” is missing in step 2"),
    (
        HEAD + '[[step]]\nat = 2026-04-01\nwho = "oficina"\ndo = "lift"\ndata = { act = "x", until = 2026-04-02 }',
        "There is no open suspension with the act “x”",
    ),
    (
        HEAD + '[[step]]\nat = 2026-04-01\nwho = "oficina"\ndo = "suspend"\ndata = { act = "x", from = 2026-04-02 }',
        "A suspension is of an authority (data.authority) or of a case",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), MISTAKES)
def test_a_mistake_is_named_with_its_place_and_remedy(text: str, sentence: str) -> None:
    with pytest.raises(ScenarioRefused) as refused:
        read_scenario(text)
    assert sentence in say("en", refused.value.sentence)
    assert all(say(language, refused.value.sentence) for language in LANGUAGES)


@pytest.mark.parametrize(("text", "sentence"), FOUND_WHILE_PLAYING)
def test_a_mistake_found_while_playing_is_named_as_well(sqlite_database: Database, text: str, sentence: str) -> None:
    with pytest.raises(ScenarioRefused) as refused:
        played(sqlite_database, text)
    assert sentence in say("en", refused.value.sentence)


def test_what_the_database_itself_refuses_is_a_refusal(sqlite_database: Database) -> None:
    begin = '[[step]]\nat = 2026-03-10\nwho = "casa"\ndo = "affiliation.begin"\ncase = "x"\n'
    found = played(sqlite_database, HEAD + REGISTER + begin + 'data = { household_id = "casa" }')
    (refusal,) = of_kind(found, "refusal")
    assert refusal["sentences"][0]["code"] == "replay.not_stored"


def test_money_for_a_month_without_a_line_is_refused(sqlite_database: Database) -> None:
    pay = '[[step]]\nat = 2026-03-11\ndo = "pay"\ncase = "empleo"\nmonth = "2026-09"\n'
    found = played(sqlite_database, HEAD + REGISTER + ENROL + pay)
    (refusal,) = of_kind(found, "refusal")
    assert refusal["sentences"][0]["code"] == "replay.no_line"


def test_until_is_a_date() -> None:
    with pytest.raises(ScenarioRefused) as refused:
        read_scenario(HEAD + REGISTER, "soon")
    assert refused.value.sentence == Sentence("replay.until_form", {"given": "soon"})
