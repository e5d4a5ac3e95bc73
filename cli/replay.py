"""`afilia replay`: plays a scripted case in a database that lasts as long as the command, and prints what happened."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from cli.wiring import database_of
from enrolment.scripted.replay import REPERTOIRE as ENROLMENT
from inspection.scripted.replay import REPERTOIRE as INSPECTION
from regime.sentences import Sentence
from regime.values import UnknownValue
from workflow.logs import configure_logs
from workflow.replay import Played, play, together
from workflow.scenario import Scenario, ScenarioRefused, read_scenario
from workflow.schema import upgrade
from workflow.settings import Settings, load_settings
from workflow.words import DEFAULT_LANGUAGE, LANGUAGES, say, translate

REPERTOIRE = together(ENROLMENT, INSPECTION)


class CannotBePlayed(click.ClickException):
    """A scenario that is not written as it should be."""

    exit_code = 2


@click.command()
@click.argument("scenario", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=DEFAULT_LANGUAGE,
    show_default=True,
    help="Language of labels, explanations and sentences, and of people for whom the scenario names none.",
)
@click.option("--until", metavar="DATE", help="Stop here: 2026-04-30 (at nine) or 2026-04-30T18:00, local time.")
@click.pass_context
def replay(context: click.Context, scenario: Path, language: str, until: str | None) -> None:
    """Play a scripted case (TOML) under a fixed clock and print its timeline as JSON.

    The case lives in a database of its own, in a temporary folder that is removed afterwards; the settings of this
    installation play no part. docs/replay.md describes the format, docs/scenarios has examples.

    The exit status is 0; 1 when a figure that the scenario expects differs from the one found (both are shown) or an
    action of the system itself failed; 2 when the scenario cannot be played as it is written.
    """
    configure_logs("console")
    try:
        played_scenario = read_scenario(scenario.read_text(encoding="utf-8"), until)
        played = _played(played_scenario, language)
    except UnicodeDecodeError:
        raise CannotBePlayed(translate(language, "replay.not_utf8")) from None
    except (ScenarioRefused, UnknownValue) as refused:
        raise CannotBePlayed(say(language, refused.sentence)) from None
    click.echo(json.dumps(as_json(played_scenario, played, language), ensure_ascii=False, indent=2))
    for check in played.differing:
        click.echo(say(language, _difference(check)), err=True)
    context.exit(1 if played.differing or played.failures else 0)


def _played(scenario: Scenario, language: str) -> Played:
    with TemporaryDirectory(prefix="afilia-replay-") as folder:
        database = database_of(settings_for(scenario, Path(folder)))
        try:
            upgrade(database)
            return play(scenario, database, REPERTOIRE, language)
        finally:
            database.dispose()


def settings_for(scenario: Scenario, folder: Path) -> Settings:
    """Settings that owe nothing to the environment: a replay is the same on every machine."""
    return load_settings(
        data_dir=folder,
        database_url="",
        secret_key="",
        base_url="https://afilia.example.org",
        line_prefix="DEMO",
        demo=True,
        policies=scenario.policies,
    )


def as_json(scenario: Scenario, played: Played, language: str) -> dict[str, Any]:
    """The whole answer, in the order in which one reads it."""
    return {
        "title": scenario.title,
        "why": scenario.why.strip(),
        "language": language,
        "timezone": scenario.zone.key,
        "until": scenario.until.astimezone(scenario.zone).isoformat(),
        "policies": scenario.policies.as_texts(),
        "people": played.people,
        "timeline": played.entries,
        "cases": played.cases,
        "expected": played.checks,
        "differing": len(played.differing),
    }


def _difference(check: dict[str, Any]) -> Sentence:
    asked = " ".join(str(check[key]) for key in ("ask", "who", "case", "month") if check.get(key))
    about = f"{check['at']} {asked} {check['what']}"
    return Sentence(
        "replay.differs",
        {"about": about, "expected": str(check["expected"]), "found": str(check["found"]), "why": check["why"].strip()},
    )
