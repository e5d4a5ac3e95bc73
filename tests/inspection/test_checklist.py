"""The checklist: forty items that a lawyer can check against the law, asked of whom they concern."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.checklist import MODALITIES, SEVERITIES, TERMS, ChecklistRefused, Relation, items, items_for
from regime.law import article
from workflow.words import LANGUAGES, say, translate

OWN = Path(__file__).parents[2] / "inspection" / "data" / "checklist.toml"
TODAY = date(2026, 11, 23)

RELATIONS = st.builds(
    Relation,
    modality=st.sampled_from((None, *MODALITIES)),
    age=st.none() | st.integers(10, 80),
    migrant=st.none() | st.booleans(),
    may_be_pregnant=st.none() | st.booleans(),
    paid_by_transfer=st.none() | st.booleans(),
    accident=st.none() | st.booleans(),
    health_emergency=st.none() | st.booleans(),
    unschooled=st.none() | st.booleans(),
    ended=st.none() | st.booleans(),
)


def numbers(**known: object) -> set[int]:
    return {item.number for item in items_for(Relation(**known))}  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_says_what_it_asks_and_what_corrects_it(language: str) -> None:
    for item in items().values():
        for sentence in (item.question(TODAY), item.measure):
            told = say(language, sentence)
            assert told
            assert "%(" not in told
        assert [article(key).cited for key in item.basis]
    for part, codes in (("severity", SEVERITIES), ("term", TERMS)):
        assert all(translate(language, f"checklist.{part}.{code}") for code in codes)


def test_there_are_forty_items() -> None:
    assert list(items()) == list(range(1, 41))
    assert items_for(Relation()) == tuple(items().values())  # nothing is known: everything is asked


def test_who_is_asked_what() -> None:
    minor = numbers(age=16)
    assert {4, 5, 6, 7} <= minor
    assert not {3, 8, 19, 20} & minor
    assert 8 in numbers(age=15)
    assert {3} <= numbers(age=14)
    assert not {4, 5, 6, 7, 8, 19, 20} & numbers(age=14)
    grown = numbers(age=40, modality="live_out_multi", migrant=False, may_be_pregnant=False, ended=False)
    assert not {3, 4, 5, 6, 7, 8, 11, 12, 14, 21, 22, 32, 38, 40} & grown
    assert {19, 20, 29} <= grown
    assert {21, 22, 32} <= numbers(modality="live_in")
    assert {11, 12, 38} <= numbers(may_be_pregnant=True)


def test_safety_is_another_authoritys_matter() -> None:
    assert {item.number for item in items_for(Relation(), "safety")} == {35, 36, 37}
    both = items_for(Relation(), "conditions") + items_for(Relation(), "safety")
    assert {item.number for item in both} == set(items())


@pytest.mark.parametrize(
    ("day", "hours", "overtime"),
    [
        (date(2026, 12, 31), "48", "9"),
        (date(2027, 1, 1), "46", "9"),
        (date(2028, 1, 1), "44", "10"),
        (date(2029, 1, 1), "42", "11"),
        (date(2030, 1, 1), "40", "12"),
        (date(2031, 7, 1), "40", "12"),
    ],
)
def test_the_hours_of_the_week_are_those_of_the_year(day: date, hours: str, overtime: str) -> None:
    assert f"{hours} a la semana" in say("es", items()[19].question(day))
    assert f"hasta {overtime} a la semana" in say("es", items()[20].question(day))


def test_what_is_grave_is_never_left_to_voluntary_compliance() -> None:
    assert {item.number for item in items().values() if item.severity == "critical"} == {3, 7, 12, 33, 34}
    assert all(item.is_grave for item in items().values() if item.severity in ("high", "critical"))


@given(RELATIONS)
def test_knowing_more_never_adds_a_question(known: Relation) -> None:
    asked = {item.number for item in items_for(known)}
    assert {1, 2, 9, 29, 33, 34} <= asked
    for name in Relation.__dataclass_fields__:
        if getattr(known, name) is not None:
            facts = {field: getattr(known, field) for field in Relation.__dataclass_fields__}
            assert asked <= numbers(**{**facts, name: None})


FOUR = "".join(f"[[item]]{item}" for item in OWN.read_text(encoding="utf-8").split("[[item]]")[1:5])


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('severity = "high"', 'severity = "huge"', "severity"),
        ('term = "voluntary"', 'term = "later"', "term"),
        ('fines = ["995"]', 'fines = ["995-Bis"]', "fines"),
        ('"lft_180"', '"lft_9999"', "basis"),
        ('evidence = ["certificates"]', 'evidence = ["crystal_ball"]', "crystal_ball"),
        ("minor = true", "minor = 3", "not possible"),
        ("minor = true", "tall = true", "applies"),
        ("minor = true", 'modality = ["upstairs"]', "modality"),
        ('matter = "conditions"', 'matter = "weather"', "matter"),
        ("number = 4", "number = 7", "numbered from 1"),
        ("number = 4", 'number = "4"', "whole number"),
        ('severity = "high"\n', "", "the keys are"),
        ('basis = ["lft_331bis", "lft_180"]', 'basis = "lft_180"', "list of texts"),
    ],
)
def test_a_checklist_that_cannot_be_used_is_refused_by_name(tmp_path: Path, old: str, new: str, fault: str) -> None:
    start, item = FOUR.rsplit("[[item]]", 1)
    assert old in item
    file = tmp_path / "checklist.toml"
    file.write_text(f"{start}[[item]]{item.replace(old, new)}", encoding="utf-8")
    with pytest.raises(ChecklistRefused) as refused:
        items(file)
    assert fault in str(refused.value)
