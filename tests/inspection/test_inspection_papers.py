"""Every paper of an inspection: issued by its step, with what it must say, tagged, silent about who asked for it."""

import shutil
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.roles import DOMESTIC_WORKER
from inspection.roles import EMPLOYER
from inspection.service.acts import ACTS
from inspection.service.papers import PAPERS_OF
from tests.conftest import settings_for
from tests.inspection.further_paper_stories import FurtherStories
from tests.inspection.paper_stories import ALONE, Stories
from tests.pdf_reading import codes, read
from tests.procedures import LIFECYCLES
from workflow.database import Database
from workflow.documents import may_read, sheet_of
from workflow.errors import NotReady
from workflow.tables import Document
from workflow.typesetting import pdf_of

FOLDER = Path(__file__).parent / "papers"
SAID: Mapping[str, Mapping[str, Mapping[str, list[str]]]] = {
    "inspection": tomllib.loads((FOLDER / "visit.toml").read_text(encoding="utf-8")),
    **tomllib.loads((FOLDER / "further.toml").read_text(encoding="utf-8")),
}
Papers = Mapping[tuple[str, str], Document]
KINDS = [(workflow.name, kind.code) for workflow in LIFECYCLES for kind in workflow.documents if workflow.name in SAID]
IDS = [f"{workflow}.{kind}" for workflow, kind in KINDS]
OF_OFFICERS = {
    "commission_report",
    "instructivo_to_serve",
    "measures",
    "compliance_request",
    "sanction_request",
    "sanction_request_unmet",
}


@pytest.fixture(scope="module")
def papers(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Papers]:
    """The first paper of each kind, out of stories that somebody asked for who must not be known."""
    folder = tmp_path_factory.mktemp("papers")
    path = folder / "papers.sqlite3"
    shutil.copyfile(sqlite_template, path)
    database = Database(settings_for(f"sqlite:///{path}", folder))
    found: dict[tuple[str, str], Document] = {}
    for stories in (Stories, FurtherStories):
        with Session(database.engine, expire_on_commit=False, info={"settings": database.settings}) as session:
            stories(session).play()
            for row in session.scalars(select(Document).order_by(Document.made_at, Document.id)):
                found.setdefault((row.workflow, row.kind), row)
            session.expunge_all()
            session.rollback()
    yield found
    database.engine.dispose()


def words_of(value: Any) -> str:
    """Every word of a sheet, terms and their values beside each other."""
    match value:
        case dict():
            return " ".join(words_of(entry) for key, entry in value.items() if key != "svg")
        case [str(term), str(said)]:
            return f"{term}: {said}"
        case list() | tuple():
            return " ".join(words_of(entry) for entry in value)
        case _:
            return str(value)


def test_every_paper_of_an_inspection_is_listed_and_issued(papers: Papers) -> None:
    listed = {(workflow, kind) for workflow, kinds in SAID.items() for kind in kinds}
    assert set(KINDS) == listed
    assert listed <= set(papers)


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_a_paper_says_what_it_must(papers: Papers, kind: tuple[str, str]) -> None:
    said = words_of(sheet_of(papers[kind]).as_json())
    assert [text for text in SAID[kind[0]][kind[1]]["says"] if text not in said] == []
    assert "None" not in said
    assert "paper." not in said


@pytest.mark.invariants("i")
@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_a_paper_is_tagged_checkable_and_hints_at_nobody(papers: Papers, kind: tuple[str, str]) -> None:
    document = papers[kind]
    pdf = pdf_of(sheet_of(document), document.language, document.made_at)
    found = read(pdf)
    assert found.language == "es"
    assert found.roles()[:2] == ["Document", "H1"]
    assert document.folio is not None
    assert document.folio in found.text
    assert f"/v/{document.code}" in found.text
    told = f"{found.text} {found.information} {found.title} {document.content} {document.kind}".casefold()
    assert [mark for mark in ALONE if mark.casefold() in told] == []
    assert "Prueba" not in f"{found.title} {found.information}"


def test_every_act_that_is_served_has_its_paper() -> None:
    declared = {kind for _workflow, kind in KINDS}
    assert set(ACTS) - set(PAPERS_OF) == set()
    assert {kind for kinds in PAPERS_OF.values() for kind in kinds} - declared == set()


def test_a_camera_reads_the_code_of_an_act(papers: Papers) -> None:
    document = papers["inspection", "commission_report"]
    pdf = pdf_of(sheet_of(document), document.language, document.made_at)
    assert codes(pdf) == [f"http://127.0.0.1:8080/v/{document.code}"]


def test_an_interpreter_and_a_talk_alone_leave_no_trace_in_the_acta(papers: Papers) -> None:
    said = words_of(sheet_of(papers["inspection", "acta"]).as_json())
    assert "Intérprete" not in said
    assert "Entrevista" not in said


def test_who_reads_which_paper(papers: Papers) -> None:
    of_visits = [kind for workflow, kind in KINDS if workflow == "inspection"]
    unread = {kind for kind in of_visits if not may_read(papers["inspection", kind], {EMPLOYER})}
    hers = {kind for kind in KINDS if may_read(papers[kind], {DOMESTIC_WORKER})}
    assert unread == OF_OFFICERS
    assert hers == {("inspection", "acta"), ("inspection", "acta_correction")}


@pytest.mark.invariants("i")
@pytest.mark.parametrize("typed", ["Lo dijo la queja.", "Llame al 55 9876 1234.", "Según doña Marcada."])
def test_what_betrays_who_asked_is_not_written(session: Session, typed: str) -> None:
    field = Stories(session)
    case = field.under_way()
    shown = {"item": 15, "result": "breach", "workers": 1, "evidence": typed}
    with pytest.raises(NotReady) as refused:
        field.take(case, "answer_item", field.inspector, **shown)
    assert [sentence.code for sentence in refused.value.sentences] == ["inspection.paper_names_her"]


def test_a_name_that_stands_in_the_paper_anyway_is_no_answer(session: Session) -> None:
    """Whoever complained may be the worker: to refuse her name would tell the inspector so."""
    field = Stories(session)
    case = field.under_way()
    field.take(case, "record_participant", field.inspector, part="worker", name="Marcada Quiensea", signed=True)
    field.take(case, "answer_item", field.inspector, item=1, result="complies", remark="Marcada mostró sus recibos.")
