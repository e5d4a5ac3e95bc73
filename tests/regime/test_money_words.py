"""Every sentence the law of money can say exists in both languages, with the same places to fill."""

import re
from pathlib import Path

import pytest

from regime.rates import BRANCHES
from workflow.words import LANGUAGES, catalogue

ROOT = Path(__file__).parents[2]
PREFIXES = ("concept.", "notice.", "policy.", "quote.", "weekday.", "parameter.")
PLACE = re.compile(r"%\((\w+)\)s")


def test_both_languages_say_the_same_things() -> None:
    spanish, english = (
        {code: text for code, text in catalogue(language).items() if code.startswith(PREFIXES)}
        for language in LANGUAGES
    )
    assert set(spanish) == set(english)
    for code, text in spanish.items():
        assert text, code
        assert set(PLACE.findall(text)) == set(PLACE.findall(english[code])), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_concept_is_named_and_explained(language: str) -> None:
    texts = catalogue(language)
    for branch in BRANCHES:
        assert texts[f"concept.{branch.concept}"]
        assert texts[f"concept.{branch.concept}.why"]


def test_every_code_in_the_programs_has_words() -> None:
    literal = re.compile(r'"((?:notice|policy|parameter|weekday)\.[a-z_]+(?:\.[a-z_]+)*)"')
    refused = re.compile(r'QuoteRefused\("([a-z_]+)"')
    named = re.compile(r'_by_policy\(\s*"\w+",\s*\w+,\s*"([a-z_]+)"')
    for file in [*(ROOT / "regime").glob("*.py"), *(ROOT / "cli").glob("quote*.py")]:
        code = file.read_text(encoding="utf-8")
        codes = {*literal.findall(code)}
        codes |= {f"quote.{name}" for name in refused.findall(code)} | {
            f"notice.{name}" for name in named.findall(code)
        }
        assert codes <= set(catalogue("es")), file.name


def test_words_of_the_law_are_kept() -> None:
    for code, text in catalogue("es").items():
        if code.startswith(PREFIXES):
            assert not re.search(r"dom[ée]stic|\bpatr[oó]n", text, re.IGNORECASE), code
