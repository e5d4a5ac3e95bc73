"""How pages and notices speak: no promise of cover, nothing held against a person, nothing that a lock screen tells."""

import re
from pathlib import Path

import pytest

from workflow.words import LANGUAGES, catalogue

ROOT = Path(__file__).parents[2]
SUBJECTS = {"es": "Tiene un aviso de Afilia", "en": "You have a notice from Afilia"}
FORBIDDEN = {
    "es": r"usted está cubiert|está asegurada hasta|presunt|presum|rechazad|dom[ée]stica|\bpatron[ae]s?\b|sirvienta",
    "en": r"(?<!whether )you are covered|presum|\brefused$|\bmaid\b|housemaid",
}
# Asked as a question, and answered by what the payments say.
ASKED = re.compile(r"^¿.*\?$")
NOTICES = sorted(ROOT.glob("*/notice_texts/*/*/*.txt"))
WORKER_PAGES = sorted([*ROOT.glob("web/templates/person/*.html"), *ROOT.glob("web/templates/dues/*.html")])
OF_THE_HOUSEHOLD = {"household.html", "estimate.html"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_promises_cover_or_accuses_anybody(language: str) -> None:
    wrong = re.compile(FORBIDDEN[language], re.IGNORECASE)
    found = {code: text for code, text in catalogue(language).items() if wrong.search(text) and not ASKED.match(text)}
    assert found == {}


@pytest.mark.parametrize("file", NOTICES, ids=lambda file: f"{file.parent.parent.name}-{file.parent.name}-{file.stem}")
def test_a_notice_has_a_neutral_subject_and_plain_words(file: Path) -> None:
    language, text = file.parent.parent.name, file.read_text(encoding="utf-8")
    assert text.splitlines()[0] == SUBJECTS[language]
    assert not re.search(FORBIDDEN[language], text, re.IGNORECASE)


@pytest.mark.parametrize("file", WORKER_PAGES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_page_of_a_worker_has_a_quick_exit_and_a_neutral_title(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    if "extends 'base.html'" not in text or file.name in OF_THE_HOUSEHOLD:
        return
    assert "{% block quick_exit %}{{ ui.quick_exit() }}{% endblock %}" in text
    assert "{% block title %}{{ t('mycover.title') }}{% endblock %}" in text


def test_there_are_pages_and_notices_to_look_at() -> None:
    assert len(NOTICES) > 100
    assert len([file for file in WORKER_PAGES if file.name not in OF_THE_HOUSEHOLD]) >= 6
