"""Authorities: whose a matter is, what is taken from the federal one and said, and files that cannot be used."""

from datetime import date
from pathlib import Path

import pytest

from inspection.authorities import Authorities, AuthoritiesRefused, competent_authority, load
from regime.geography import municipalities, states
from workflow.words import LANGUAGES, say

OWN = Path(__file__).parents[2] / "inspection" / "data" / "authorities.toml"
FIVE = {"09": "st-cdmx", "15": "st-mexico", "14": "st-jalisco", "20": "st-oaxaca", "07": "st-chiapas"}


def test_every_home_has_an_authority_for_every_matter() -> None:
    known = load()
    for place in municipalities().values():
        theirs = competent_authority(known, place.key, "working_conditions")
        assert place.state.key in theirs.states
        assert competent_authority(known, place.key, None) == theirs
        assert competent_authority(known, place.key, "safety").code == "stps"
        assert competent_authority(known, place.key, "social_security").code == "imss"
    assert {key: known.of_state(key).code for key in FIVE} == FIVE
    assert len({known.of_state(key).code for key in states()}) == len(states())


def test_who_can_name_no_place_is_heard_by_the_federal_authority() -> None:
    assert competent_authority(load(), None, None).code == "stps"
    assert competent_authority(load(), "99999", "working_conditions").code == "stps"


def test_a_case_of_a_code_nobody_knows_any_more_goes_by_the_federal_rules() -> None:
    assert load().of("st-gone").code == "stps"
    assert load().of(None).code == "stps"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_taken_from_the_federal_authority_is_said(language: str) -> None:
    known = load()
    city = known.of("st-cdmx")
    assert city.rules["service"] == known.federal.rules["service"]
    assert city.rules["court"].says == "Tribunal de Justicia Administrativa de la Ciudad de México"
    assert city.notice is not None
    told = say(language, city.notice)
    for rule in ("service", "recourse", "calendar", "delegation"):
        assert say(language, type(city.notice)(f"authority.rule.{rule}")) in told
    assert say(language, type(city.notice)("authority.rule.collection")) not in told
    assert say(language, type(city.notice)("authority.rule.court_days")) in told  # its name is known, its days are not
    assert city.rules["court"].days == known.federal.rules["court"].days == 30
    assert known.federal.notice is None


def test_a_state_without_a_table_of_its_own_takes_everything_and_says_so() -> None:
    known = load().of("st-nuevo-leon")
    assert known.name == "Autoridad del trabajo de Nuevo León"
    assert set(known.fallen_back) == set(known.rules)
    assert known.notice is not None


def written(tmp_path: Path, more: str = "", *, without: str = "") -> Path:
    file = tmp_path / "authorities.toml"
    file.write_text(OWN.read_text(encoding="utf-8").replace(without, "") + more, encoding="utf-8")
    return file


PUEBLA = '\n[[authority]]\ncode = "st-puebla"\nlevel = "state"\nname = "Trabajo Puebla"\nstates = ["21"]\n'
SERVICE = '[authority.service]\nsays = "next_business_day"\ncited = "Ley local, art. 1"\nmark = "memory"\n'
FEDERAL_SERVICE = '[authority.service]\nsays = "same_day"\ncited = "LFPA art. 38"\nmark = "verified"\n'
IMSS = '[[authority]]\ncode = "imss"\nlevel = "social_security"\nname = "Instituto Mexicano del Seguro Social"\n'
DAYS = "[[authority.days]]\nfrom = 2026-12-21\nto = 2027-01-06\nact = 'Periódico Oficial, 2026-01-15'\n"


def test_a_state_is_added_by_a_file(tmp_path: Path) -> None:
    known: Authorities = load(written(tmp_path, PUEBLA + SERVICE + DAYS))
    puebla = competent_authority(known, "21114", "working_conditions")
    assert (puebla.code, puebla.takes_effect_same_day, "service" in puebla.fallen_back) == ("st-puebla", False, False)
    assert puebla.to_confirm == ("service",)
    # Friday 18 December 2026; its own days last to 6 January.
    assert puebla.effective_on(date(2026, 12, 18)) == date(2027, 1, 7)
    assert known.federal.effective_on(date(2026, 12, 18)) == date(2026, 12, 18)  # LFPA 38
    assert (len(puebla.own_days_by_day), date(2027, 1, 6) in puebla.own_days_by_day) == (17, True)
    assert sum(authority.name == "Autoridad del trabajo de Puebla" for authority in known.by_code.values()) == 0


@pytest.mark.parametrize(
    ("more", "without", "fault"),
    [
        (PUEBLA * 2, "", "code of two"),
        (PUEBLA.replace("21", "09"), "", "served by two"),
        (PUEBLA.replace('["21"]', '["77"]'), "", "INEGI keys"),
        (PUEBLA.replace('"state"', '"county"'), "", "level is one of"),
        (PUEBLA.replace("st-puebla", "st-" + "puebla" * 4), "", "at most 20"),
        (PUEBLA.replace('states = ["21"]', ""), "", "serves a state"),
        (PUEBLA + 'street = "Centro"', "", "the keys are"),
        (PUEBLA + SERVICE.replace("next_business_day", "soon"), "", "same_day, next_business_day"),
        (PUEBLA + SERVICE.replace("memory", "heard"), "", "mark is one of"),
        (PUEBLA + SERVICE.replace("service", "calendar"), "", "one of the calendars"),
        (PUEBLA + SERVICE.replace("service", "recourse") + "days = 0\n", "", "days is a whole number"),
        ("", "days = 15\n", "missing are days of recourse"),
        (PUEBLA + DAYS.replace("2027-01-06", "2026-01-06"), "", "comes before"),
        (PUEBLA + DAYS.replace("2027-01-06", '"soon"'), "", "are days"),
        ("", FEDERAL_SERVICE, "missing are service"),
        ("", IMSS, "exactly one authority whose level is social_security"),
        ("\nstray = 1", "", "the keys are"),
        ("[[", "", "authorities.toml"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_name(tmp_path: Path, more: str, without: str, fault: str) -> None:
    file = written(tmp_path, more, without=without or "\0")
    with pytest.raises(AuthoritiesRefused) as refused:
        load(file)
    assert fault in str(refused.value)
    assert str(file) in str(refused.value)
