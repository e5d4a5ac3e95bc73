"""The reader of dated values refuses everything it should, naming the place; the shipped files are whole."""

import ast
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from regime.parameter_files import RefusedData, read_file, read_folder
from regime.parameters import DATA, all_parameters, parameter
from regime.values import UnknownValue
from workflow.words import LANGUAGES, knows, say

ROOT = Path(__file__).parents[2]
CACHE_SIZE = 4096
TIMES = ("business days", "calendar days", "months", "years", "hours", "weeks")

GOOD = """
[rate]
label = "A rate"
unit = "share of the base wage"
verified_on = 2026-01-01
[[rate.values]]
from = 2020-01-01
value = 0.10
mark = "verified"
source = { title = "A law", url = "https://example.org/law", published = 2019-12-01 }
[[rate.values]]
from = 2021-01-01
value = 0.1284
mark = "memory"
note = "Not seen in print."
source = { title = "A law", url = "https://example.org/law", published = 2020-12-01 }
"""
REFUSALS = {
    "not TOML": ("[rate]", "[rate"),
    "the key twice": ("value = 0.10", "value = 0.10\nvalue = 0.20"),
    "rate, colour: is not a known key": ('label = "A rate"', 'label = "A rate"\ncolour = "red"'),
    "rate, label: is missing": ('label = "A rate"\n', ""),
    "rate, label: must be a text": ('label = "A rate"', "label = 3"),
    "rate, unit: 'percent' is not one of": ("share of the base wage", "percent"),
    "rate, verified_on: is missing": ("verified_on = 2026-01-01\n", ""),
    "rate, verified_on: '2026-01-01' is not a day": ("verified_on = 2026-01-01", 'verified_on = "2026-01-01"'),
    "rate, value 1, from: is missing": ("from = 2020-01-01\n", ""),
    "rate, value 2, from: 2020-01-01 does not come after": ("from = 2021-01-01", "from = 2020-01-01"),
    "rate, value 2, from: 2019-01-01 does not come after": ("from = 2021-01-01", "from = 2019-01-01"),
    "rate, value 1: needs exactly one of": ("value = 0.10", 'value = 0.10\ncode = "x"'),
    "rate, value 1, value: '0.10' is not a number": ("value = 0.10", 'value = "0.10"'),
    "rate, value 1, value: True is not a number": ("value = 0.10", "value = true"),
    "is not a number": ("value = 0.10", "value = nan"),
    "rate, value 1, mark: 'sure' is not one of": ('mark = "verified"', 'mark = "sure"'),
    "rate, value 1, mark: is missing": ('mark = "verified"\n', ""),
    "rate, value 1, remark: is not a known key": ('mark = "verified"', 'mark = "verified"\nremark = "x"'),
    "rate, value 2, note: must be a text": ('note = "Not seen in print."', 'note = " "'),
    "rate, value 1, source, published: is missing": (", published = 2019-12-01", ""),
    "rate, value 1, source, page: is not a known key": ("published = 2019-12-01", "published = 2019-12-01, page = 3"),
    "is not an https address": ("https://example.org/law", "http://example.org/law"),
    "published on 2020-06-01, must say why": ("published = 2019-12-01", "published = 2020-06-01"),
    "rate, value 1, until: 2020-11-30 is not the day before 2021-01-01": (
        "value = 0.10",
        "value = 0.10\nuntil = 2020-11-30",
    ),
    "rate, value 1, until: 2021-02-01 is not the day before": ("value = 0.10", "value = 0.10\nuntil = 2021-02-01"),
    "rate, value 2, until: comes before from": ("value = 0.1284", "value = 0.1284\nuntil = 2020-12-31"),
    "rate, value 1, repealed: can only be true": ('value = 0.10\nmark = "verified"\n', "repealed = false\n"),
    "rate, value 2, from: comes after the repeal": ('value = 0.10\nmark = "verified"\n', "repealed = true\n"),
    "rate, value 1, range, most: is missing": ("value = 0.10", "range = { least = 1 }"),
    "rate, value 1, range: 3 is more than 2": ("value = 0.10", "range = { least = 3, most = 2 }"),
    "rate, value 1, brackets: needs at least one row": ("value = 0.10", "brackets = []"),
    "row 1, up_to: is missing": ("value = 0.10", 'brackets = [{of = "UMA", value = 1}, {of = "UMA", value = 2}]'),
    "row 1, up_to: is not a known key": ("value = 0.10", 'brackets = [{of = "UMA", value = 1, up_to = 2}]'),
    "row 1, of: 'pesos' is not one of": ("value = 0.10", 'brackets = [{of = "pesos", value = 1}]'),
    "row 2, up_to: 1 does not come after 2": (
        "value = 0.10",
        'brackets = [{up_to = 2, of = "UMA", value = 1}, {up_to = 1, of = "UMA", value = 1}, {of = "UMA", value = 2}]',
    ),
}


def written(folder: Path, text: str, name: str = "law.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_good_file_is_read_exactly(tmp_path: Path) -> None:
    rate = read_file(written(tmp_path, GOOD))["rate"]
    assert rate.on(date(2020, 12, 31)).value == Decimal("0.10")
    second = rate.on(date(2021, 1, 1))
    assert (second.value, second.until, second.mark) == (Decimal("0.1284"), None, "memory")
    assert rate.on(date(2020, 6, 1)).until == date(2020, 12, 31)


@pytest.mark.parametrize("problem", REFUSALS)
def test_refusals(tmp_path: Path, problem: str) -> None:
    before, after = REFUSALS[problem]
    assert before in GOOD
    with pytest.raises(RefusedData) as refused:
        read_file(written(tmp_path, GOOD.replace(before, after, 1)))
    assert "law.toml" in str(refused.value)
    if problem not in ("not TOML", "the key twice"):
        assert problem in str(refused.value)


def test_a_file_without_values_is_refused(tmp_path: Path) -> None:
    only_head = GOOD[: GOOD.index("[[rate.values]]")]
    with pytest.raises(RefusedData, match="rate, values: is missing"):
        read_file(written(tmp_path, only_head))
    with pytest.raises(RefusedData, match="needs at least one dated value"):
        read_file(written(tmp_path, f"{only_head}values = []"))
    with pytest.raises(RefusedData, match="rate: must be a table"):
        read_file(written(tmp_path, "rate = 1"))


def test_a_parameter_declared_in_two_files_is_refused(tmp_path: Path) -> None:
    written(tmp_path, GOOD, "a.toml")
    written(tmp_path, GOOD, "b.toml")
    with pytest.raises(RefusedData, match=re.escape("b.toml, rate: is declared in another file too.")):
        read_folder(tmp_path)


def test_a_repealed_parameter_says_so(tmp_path: Path) -> None:
    repeal = """
[[rate.values]]
from = 2022-01-01
repealed = true
source = { title = "Another law", url = "https://example.org/law", published = 2021-12-01 }
"""
    rate = read_file(written(tmp_path, GOOD + repeal))["rate"]
    assert rate.on(date(2021, 12, 31)).until == date(2021, 12, 31)
    with pytest.raises(UnknownValue) as unknown:
        rate.on(date(2022, 1, 1))
    assert unknown.value.sentence.code == "parameter.repealed"


@pytest.mark.parametrize(("day", "code"), [(date(2018, 1, 31), "before_first"), (date(2027, 2, 1), "after_last")])
def test_unknown_days_are_errors_that_name_parameter_and_day(day: date, code: str) -> None:
    with pytest.raises(UnknownValue) as unknown:
        parameter("uma_daily").on(day)
    assert unknown.value.sentence.code == f"parameter.{code}"
    for language in LANGUAGES:
        assert str(day.year) in say(language, unknown.value.sentence)
        assert "UMA" in say(language, unknown.value.sentence)


def test_an_unknown_parameter_is_named() -> None:
    with pytest.raises(LookupError, match="'minimum_wag'"):
        parameter("minimum_wag")


@pytest.mark.parametrize("kind", ["range", "brackets", "code", "value"])
def test_a_value_of_another_kind_is_refused(kind: str) -> None:
    other = parameter("old_age_employer_rate" if kind == "value" else "uma_daily").on(date(2026, 3, 1))
    with pytest.raises(TypeError):
        getattr(other, kind)


def test_every_parameter_has_words_and_a_text_behind_it() -> None:
    assert read_folder(DATA) == dict(all_parameters())
    for name, declared in all_parameters().items():
        assert all(knows(f"parameter.{name}", language) for language in LANGUAGES), name
        assert all(value.source.title for value in declared.values)


def test_every_parameter_is_used() -> None:
    code = "\n".join(
        file.read_text(encoding="utf-8")
        for package in ("regime", "workflow", "enrolment", "inspection", "workers", "web", "cli")
        for file in (*(ROOT / package).rglob("*.py"), *(ROOT / package).glob("data/checklist.toml"))
    )
    built_from = {"minimum_wage_{zone}": 2, "professional_wage_{zone}": 2, "in_kind_{in_kind}": 5}
    assert all(form in code for form in built_from)
    prefixes = tuple(form.split("{")[0] for form in built_from)
    unused = [name for name in all_parameters() if f'"{name}"' not in code and not name.startswith(prefixes)]
    # Time limits are asked for by the name a procedure declares; their own tests watch over them.
    assert [name for name in unused if all_parameters()[name].unit not in TIMES] == []


def test_no_figure_of_the_law_stands_in_the_code() -> None:
    """Legal figures live in the data files; 0, 1, 12 and 100 are arithmetic."""
    modules = ("contributions", "base_wage", "integration", "rates", "notices", "coverage_floor", "wages")
    modules += ("surcharges", "sanctions", "projection", "statement", "payment_days")
    for module in modules:
        tree = ast.parse((ROOT / "regime" / f"{module}.py").read_text(encoding="utf-8"))
        found = {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, int | float)
            and not isinstance(node.value, bool)
        }
        assert found <= {0, 1, 12, 100, CACHE_SIZE}, f"{module}: {found}"
