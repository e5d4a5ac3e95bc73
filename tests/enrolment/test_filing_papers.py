"""What is handed over about a filing: the receipt of every procedure that gives one, and every printed refusal."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.filings import receipt_facts
from enrolment.lifecycle import LIFECYCLES
from enrolment.models import Affiliation, Registration
from enrolment.papers import receipt as receipt_paper
from enrolment.papers import refusal as refusal_paper
from enrolment.papers.refusals import DOCUMENT as REFUSAL
from enrolment.papers.refusals import earliest, folio_of, recourse_until
from enrolment.people.invented import invented_person
from regime.law import article
from regime.sentences import Sentence
from tests.conftest import NOON
from tests.enrolment.parties import draft, household, official, payer, registration
from tests.pdf_reading import read
from workflow.definition import Workflow
from workflow.documents import sheet_of
from workflow.engine import context_of, fire
from workflow.paper import Paper
from workflow.stored import loads
from workflow.tables import Document
from workflow.typesetting import pdf_of
from workflow.words import LANGUAGES, knows

TODAY = date(2026, 3, 2)
ODD = invented_person("somebody else").curp
REFUSING = [
    pytest.param(workflow, action, id=f"{workflow.name}-{action.code}")
    for workflow in LIFECYCLES
    for action in workflow.actions
    if REFUSAL in action.produces
]
RECEIPTS = [workflow for workflow in LIFECYCLES if any("receipt" in action.produces for action in workflow.actions)]


def papers_of(session: Session, case: Any, kind: str) -> list[Document]:
    """The papers of a case, the first first."""
    found = select(Document).where(Document.case_id == case.id, Document.kind == kind).order_by(Document.seq)
    return list(session.scalars(found))


def words_of(paper: Document) -> str:
    """The text of a paper as a reader of the file finds it."""
    return " ".join(read(pdf_of(sheet_of(paper), paper.language, paper.made_at)).text.split())


@pytest.fixture
def refused(session: Session) -> Registration:
    """A registration that an official refused on Tuesday 3 March, a day after it was filed."""
    case = registration(session, payer(session, NOON), NOON, curp=ODD)
    fire(session, case, "refuse", official(session, NOON), NOON + timedelta(days=1), comment="El nombre no coincide.")
    return case


def test_a_refusal_says_reason_articles_recourse_and_the_earliest_last_day(
    session: Session, refused: Registration
) -> None:
    (paper,) = papers_of(session, refused, "refusal")
    frozen = loads(paper.content)
    assert frozen["reason"] == "El nombre no coincide."
    assert frozen["articles"] == ["lss_251", "lss_294"]
    assert (frozen["filed_on"], frozen["decided_on"]) == (TODAY, TODAY + timedelta(days=1))
    # Fifteen business days from Wednesday 4 March: 4, 5, 6, 9, 10, 11, 12, 13 (8), then 17 to 20 (12) and 23, 24, 25 if
    # Monday the 16th is a day of rest; counted, the term ends on the 24th, which is the day to be told.
    assert frozen["until"] == date(2026, 3, 24)
    text = words_of(paper)
    for said in ("El nombre no coincide.", "LSS 251", "LSS 294", "24 de marzo de 2026", folio_of(refused.id)):
        assert said in text


def test_a_refusal_names_no_person(session: Session, refused: Registration) -> None:
    (paper,) = papers_of(session, refused, "refusal")
    for personal in (refused.given_name, refused.first_surname, refused.curp, refused.street):
        assert str(personal) not in paper.content
        assert str(personal) not in words_of(paper)


@pytest.mark.parametrize(("workflow", "action"), REFUSING)
def test_every_refusal_gives_a_reason_and_articles_and_says_what_was_asked(workflow: Workflow, action: Any) -> None:
    assert action.comment == "required"
    assert "lss_294" in action.basis  # the recourse
    assert all(article(key).cited for key in action.basis)
    for language in LANGUAGES:
        assert knows(f"filing.asked.{workflow.name}", language)
        assert knows(f"{workflow.name}.document.refusal", language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("doubts", [(), (Sentence("refusal.term_from_memory"),)])
def test_a_refusal_is_set_in_both_languages_with_and_without_doubts(language: str, doubts: tuple[Any, ...]) -> None:
    facts = {
        "folio": "0A1B2C3D",
        "asked": Sentence("filing.asked.affiliation"),
        "filed_on": TODAY,
        "decided_on": TODAY,
        "office": "",
        "reason": "<b>Ñandú</b> & #hashtag *",
        "articles": ["lss_251"],
        "until": date(2026, 3, 24),
        "recourse": Sentence("refusal.recourse", {"until": date(2026, 3, 24), "days": 15}),
        "doubts": list(doubts),
    }
    found = read(pdf_of(refusal_paper.template(Paper(facts, language, NOON)), language, NOON))
    assert found.language.startswith(language)
    assert "<b>Ñandú</b> & #hashtag *" in " ".join(found.text.split())


def test_the_term_is_told_by_its_earliest_reading(session: Session, refused: Registration) -> None:
    context = context_of(session, refused, official(session, NOON), NOON)
    assert recourse_until(context) <= date(2026, 3, 24)
    assert earliest(_due(date(2026, 3, 24), {"lfpa": date(2026, 3, 23), "lft": None})) == date(2026, 3, 23)


def _due(due: date, alternatives: Mapping[str, date | None]) -> Any:
    return type("Due", (), {"due": due, "alternatives": alternatives})()


# --- receipts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workflow", RECEIPTS, ids=lambda workflow: workflow.name)
def test_every_receipt_has_its_words(workflow: Workflow) -> None:
    for language in LANGUAGES:
        for code in (f"filing.asked.{workflow.name}", f"filing.next.{workflow.name}"):
            assert knows(code, language), code


def test_a_receipt_says_what_how_where_when_and_what_next(session: Session) -> None:
    case = registration(session, payer(session, NOON), NOON)
    (paper,) = papers_of(session, case, "receipt")
    assert loads(paper.content)["channel"] == "account"
    text = words_of(paper)
    for said in (
        folio_of(case.id),
        "Registro como persona empleadora",
        "lunes 2 de marzo de 2026",
        "En su cuenta de Afilia",
        "Ciudad de México",
        "No falta ningún dato",
        "Si los datos coinciden",
    ):
        assert said in text
    assert str(case.curp) not in text
    assert str(case.first_surname) not in text


def test_the_receipt_of_an_incomplete_filing_says_what_is_missing_and_by_when(session: Session) -> None:
    who = household(session, NOON)
    relation = draft(session, who, NOON, invented_person("worker"), TODAY, pay_amount=None)
    service.file_incomplete(session, Affiliation, relation.id, who.actor, NOON)
    (paper,) = papers_of(session, relation, "receipt")
    frozen = loads(paper.content)
    assert [sentence.code for sentence in frozen["missing"]] == ["affiliation.pay_missing"]
    # Ten business days from Monday 2 March: 3 to 6 (4), 9 to 13 (9), then Monday the 16th where that day is counted, or
    # the 17th; whoever has to act is told the earlier one.
    assert frozen["by"] == date(2026, 3, 16)
    text = words_of(paper)
    assert "Complételo a más tardar" in text
    assert "No falta ningún dato" not in text


def test_completing_it_gives_a_second_receipt_with_the_day_of_the_first(session: Session) -> None:
    who, later = household(session, NOON), NOON + timedelta(days=3)
    relation = draft(session, who, NOON, invented_person("worker"), TODAY, pay_amount=None)
    service.file_incomplete(session, Affiliation, relation.id, who.actor, NOON)
    service.save(session, Affiliation, relation.id, who.actor, later, {"pay_amount": Decimal(650)})
    service.submit(session, Affiliation, relation.id, who.actor, later)
    first, second = (loads(paper.content) for paper in papers_of(session, relation, "receipt"))
    assert first["filed_on"] == second["filed_on"] == TODAY
    assert (second["missing"], second["at"]) == ([], later)


def test_a_receipt_from_before_there_were_channels_is_set_as_it_was(session: Session) -> None:
    context = context_of(session, registration(session, payer(session, NOON), NOON), official(session, NOON), NOON)
    facts = dict(receipt_facts("registration", (), None, context))
    del facts["channel"]
    sheet = receipt_paper.receipt("registration").earlier["1"](Paper(facts, "es", NOON))
    assert "Cómo se presentó" not in str(sheet)
    assert "Cómo se presentó" in str(receipt_paper.template(Paper({**facts, "channel": "counter"}, "es", NOON)))
