"""Public pages and notices are easy to read in Spanish: measured, held above a floor, and reported in docs/."""

import os
from pathlib import Path

import pytest
from flask import url_for

from tests.reading_ease import Measured, measured, prose_of_notice, prose_of_page, syllables, table
from tests.web.at_home import in_march  # noqa: F401 - a fixture: the figures on pages are those of one day
from tests.web.conftest import Visitor
from web.edge.access import is_public

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "docs" / "reading-ease.md"
FLOOR = 70
# What is public but is no page to read: files, forms that are only sent, answers to machines, ways out.
NO_PAGES = frozenset(
    {"static", "public.leave", "public.health", "assets.file", "demo.move", "language.choose", "verification.show"}
)
SIMULATED = "/simulator/result?pay_each=visit&pay_amount=600&weekdays=0&weekdays=3"

METHOD = f"""# Reading ease

How easily the Spanish text of public pages and of notices is read, by the measure of Fernández Huerta (1959):
206.84 - 60 × syllables a word - 1.02 × words a sentence. The floor is {FLOOR} (fairly easy). This page is written by
`WRITE_READING_EASE=1 pytest tests/web/test_reading_ease.py` and held current by the same test.

What counts: paragraphs, items of lists and answers that end like a sentence. Headings, labels, buttons and menus do
not: their few words would make every page look easy. A full stop, question or exclamation mark, colon or semicolon
ends a sentence. Legal terms and names of institutions count like any word, as they are spoken: IMSS has one syllable,
INFONAVIT four, letters without a vowel (LFT) one each. A number in digits is one word of two syllables, and so is each
place of a notice that a name, a day or a sum fills."""

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("casa", 2), ("día", 2), ("aguinaldo", 4), ("vacaciones", 4), ("queso", 2), ("pingüino", 3), ("ahora", 3),
        ("leer", 2), ("ciudad", 2), ("aún", 2), ("ley", 1), ("y", 1), ("hoy", 1), ("relación", 3), ("oído", 3),
        ("cooperar", 4), ("averiguáis", 4), ("poeta", 3), ("línea", 3), ("cuota", 2), ("ayuda", 3), ("país", 2),
        ("trabajadora", 5), ("seguro", 3), ("guía", 2), ("IMSS", 1), ("INFONAVIT", 4), ("LFT", 3), ("$1,234.50", 2),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_measure_is_that_of_its_author() -> None:
    found = measured(["La casa es azul. El perro duerme en la casa."])
    assert (found.sentences, found.words, found.syllables) == (2, 10, 15)
    assert found.ease == pytest.approx(206.84 - 60 * 1.5 - 1.02 * 5)


def test_prose_is_what_a_page_says() -> None:
    html = "<nav><p>No se lee.</p></nav><main><h1>Nada</h1><p>Se <b>lee</b> esto.</p><ul><li>Y esto.</li></ul></main>"
    assert prose_of_page(html) == ["Se lee esto.", "Y esto."]
    assert prose_of_notice("Tiene un aviso\n\nSon %(days)s días.\n\n%(link)s\n") == ["Son esto días."]


def addresses(visitor: Visitor) -> dict[str, str]:
    """Every public page by the name of its endpoint, and the answer of the simulator."""
    app, found = visitor.application, {}
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if (
                is_public(rule.endpoint)
                and rule.endpoint not in NO_PAGES
                and "GET" in (rule.methods or ())
                and not rule.arguments
            ):
                found[rule.endpoint] = url_for(rule.endpoint)
    return {**found, "simulator.result (worked)": SIMULATED}


def pages(visitor: Visitor) -> dict[str, Measured]:
    """What every public page measures; pages without prose of their own are left out."""
    found = {}
    for name, address in sorted(addresses(visitor).items()):
        answer = visitor.get(address, headers={"Accept-Language": "es"}, follow_redirects=True)
        prose = prose_of_page(answer.text) if answer.mimetype == "text/html" else []
        if prose:
            found[name] = measured(prose)
    return found


def notices() -> dict[str, Measured]:
    """What every template of a notice measures."""
    files = sorted(ROOT.glob("*/notice_texts/es/*/*.txt"))
    return {
        f"{file.parent.name}/{file.stem}": measured(prose_of_notice(file.read_text(encoding="utf-8"))) for file in files
    }


def report(of_pages: dict[str, Measured], of_notices: dict[str, Measured]) -> str:
    """The text of docs/reading-ease.md."""
    parts = (
        METHOD,
        "## Public pages",
        "\n".join(table(of_pages.items())),
        "## Notices",
        "\n".join(table(of_notices.items())),
    )
    return "\n\n".join(parts) + "\n"


def test_public_pages_and_notices_are_easy_and_reported(visitor: Visitor) -> None:
    of_pages, of_notices = pages(visitor), notices()
    hard = {name: round(found.ease, 1) for name, found in {**of_pages, **of_notices}.items() if found.ease < FLOOR}
    assert hard == {}
    assert {"public.home", "public.questions", "public.for_workers", "public.for_households"} <= set(of_pages)
    wanted = report(of_pages, of_notices)
    if os.environ.get("WRITE_READING_EASE"):
        REPORT.write_text(wanted, encoding="utf-8")
    assert REPORT.read_text(encoding="utf-8") == wanted
