"""Places: keys, names that repeat, wage zone, clock, postal codes and search."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from regime import geography
from regime.geography import (
    UnknownPlace,
    candidates,
    municipalities,
    municipality,
    search,
    state,
    states,
    time_zone_of,
    zone_notices,
    zone_of,
)
from workflow.words import LANGUAGES, say

NOW = date(2026, 3, 2)


def test_there_are_32_states_and_2478_municipalities_each_in_its_state() -> None:
    assert len(states()) == 32
    assert len(municipalities()) == 2478
    assert all(len(key) == 5 and key.isdigit() and place.state for key, place in municipalities().items())
    assert len({one.curp_code for one in states().values()}) == 32


def test_the_same_name_in_different_states_is_different_places() -> None:
    guerreros = [place for place in municipalities().values() if place.name == "Guerrero"]
    assert {(place.full_name, zone_of(place.key, NOW)) for place in guerreros} == {
        ("Guerrero, Chihuahua", "general"),
        ("Guerrero, Coahuila", "border"),
        ("Guerrero, Tamaulipas", "border"),
    }
    assert municipality("20208").name == municipality("20209").name  # even within one state


def test_the_border_zone_is_43_municipalities_and_two_by_policy_since_2019() -> None:
    border = [key for key in municipalities() if zone_of(key, NOW) == "border"]
    assert len(border) == 45
    assert {key[:2] for key in border} == {"02", "05", "08", "19", "26", "28"}
    listed_only = [key for key in municipalities() if zone_of(key, NOW, split_from_listed="general") == "border"]
    assert len(listed_only) == 43
    assert set(border) - set(listed_only) == {"02006", "02007"}
    assert not [key for key in municipalities() if zone_of(key, date(2018, 12, 31)) == "border"]
    assert zone_of("02004", date(2019, 1, 1)) == "border"


def test_a_zone_by_policy_says_so_and_no_other_does() -> None:
    noticed = {key for key in municipalities() if zone_notices(key)}
    assert noticed == {"02006", "02007"}
    for language in LANGUAGES:
        text = say(language, zone_notices("02006")[0])
        assert "San Quintín" in text
        assert "Ensenada" in text


@pytest.mark.parametrize(
    ("key", "zone", "winter", "summer"),
    [
        ("09015", "America/Mexico_City", -6, -6),
        ("02004", "America/Tijuana", -8, -7),
        ("26030", "America/Hermosillo", -7, -7),
        ("25006", "America/Mazatlan", -7, -7),
        ("18017", "America/Mazatlan", -7, -7),
        ("18020", "America/Bahia_Banderas", -6, -6),
        ("23005", "America/Cancun", -5, -5),
        ("08019", "America/Chihuahua", -6, -6),
        ("08037", "America/Ciudad_Juarez", -7, -6),
        ("08052", "America/Ojinaga", -6, -5),
        ("05025", "America/Matamoros", -6, -5),
        ("05003", "America/Matamoros", -6, -5),  # Allende, no border town, keeps the border's time
        ("05035", "America/Monterrey", -6, -6),
        ("19005", "America/Matamoros", -6, -5),
        ("28032", "America/Matamoros", -6, -5),
    ],
)
def test_each_place_has_its_clock(key: str, zone: str, winter: int, summer: int) -> None:
    assert time_zone_of(key) == zone
    for moment, hours in ((datetime(2026, 1, 15, tzinfo=UTC), winter), (datetime(2026, 7, 15, tzinfo=UTC), summer)):
        offset = moment.astimezone(ZoneInfo(zone)).utcoffset()
        assert offset is not None
        assert offset.total_seconds() == hours * 3600


def test_every_municipality_has_a_clock_that_exists_and_thirty_follow_the_border() -> None:
    zones = {key: time_zone_of(key) for key in municipalities()}
    assert all(ZoneInfo(zone) for zone in set(zones.values()))
    border = ("America/Matamoros", "America/Ojinaga", "America/Ciudad_Juarez")
    assert sum(zone in border for zone in zones.values()) == 30  # articles 5 I to III without Baja California


def test_a_postal_code_names_its_municipality_and_what_was_split_off_since() -> None:
    assert [place.key for place in candidates("06700")] == ["09015"]
    assert [place.key for place in candidates(" 22900 ")] == ["02001", "02006"]
    assert [place.key for place in candidates("30400")] == ["07017"]  # renamed since
    assert candidates("00000") == ()


@pytest.mark.parametrize("typed", ["", "6700", "067000", "0670O", "٠٦٧٠٠"])
def test_what_is_no_postal_code_is_refused(typed: str) -> None:
    with pytest.raises(UnknownPlace) as refused:
        candidates(typed)
    assert refused.value.sentence.code == "geography.postal_code_has_five_digits"


@pytest.mark.parametrize(
    ("call", "key"),
    [(municipality, "99999"), (municipality, "1001"), (state, "33"), (time_zone_of, "x")],
)
def test_an_unknown_key_is_named(call, key: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnknownPlace, match=key):
        call(key)
    with pytest.raises(UnknownPlace) as refused:
        zone_of("99999", NOW)
    assert all("99999" in say(language, refused.value.sentence) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("juarez", "Juárez, Chihuahua"),
        ("JUÁREZ chihuahua", "Juárez, Chihuahua"),
        ("san quintin", "San Quintín, Baja California"),
        ("nuu savi", "Ñuu Savi, Guerrero"),
        ("cuauhtemoc ciudad de mexico", "Cuauhtémoc, Ciudad de México"),
        ("guerrero, coah", "Guerrero, Coahuila"),
        ("villa tezoatlan", "Heroica Villa Tezoatlán de Segura y Luna, Cuna de la Independencia de Oaxaca, Oaxaca"),
    ],
)
def test_a_place_is_found_as_people_type_it(typed: str, first: str) -> None:
    assert first in [place.full_name for place in search(typed)][:5]


def test_exact_names_come_first_and_nothing_typed_finds_nothing() -> None:
    found = search("juarez", limit=50)
    assert [place.name for place in found[:5]] == ["Juárez"] * 5
    assert all("juárez" in place.full_name.lower() for place in found)
    assert search("  ,- ") == ()
    assert search("juarez", limit=2) == found[:2]
    assert search("no hay tal lugar") == ()


def test_every_municipality_is_found_first_by_its_full_name() -> None:
    for place in municipalities().values():
        assert search(place.full_name)[0].full_name == place.full_name


def test_the_data_files_name_known_municipalities_only() -> None:
    for zone_file in ("border_zone.toml", "time_zones.toml"):
        for table in geography._table(zone_file).values():
            assert set(table["municipalities"]) <= set(municipalities())
    codes = [code for row in geography._rows("postal_codes.csv") for code in row["postal_codes"].split()]
    assert len(codes) == len(set(codes)) == 32_236
    assert {row["municipality"] for row in geography._rows("postal_codes.csv")} <= set(municipalities())
    assert {place.split_from for place in municipalities().values()} - {""} <= set(municipalities())
