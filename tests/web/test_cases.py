"""The page of a case, for a procedure it has never heard of: who sees what, what can be done, what is kept."""

import re
from collections.abc import Callable
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from tests.conftest import NOON
from tests.web.conftest import Visitor
from tests.workflow.toy import LOAN, Loan, ToyBase
from web.casework import action_forms
from web.casework.action_forms import ActionForm, form_for
from web.forms.fields import TextInput
from workflow.columns import new_id
from workflow.context import THE_SYSTEM, Actor
from workflow.database import Database
from workflow.definition import WORKFLOWS
from workflow.engine import fire, open_case
from workflow.people import Login
from workflow.tables import Event


@pytest.fixture(autouse=True)
def _loans(monkeypatch: pytest.MonkeyPatch, sqlite_database: Database) -> None:
    """The toy procedure, with a form for the action that takes a fact."""
    ToyBase.metadata.create_all(sqlite_database.engine)
    monkeypatch.setitem(WORKFLOWS, LOAN.name, LOAN)
    monkeypatch.setattr(action_forms, "_FORMS", dict(action_forms._FORMS))

    @form_for(LOAN.name, "correct")
    class CorrectForm(ActionForm):
        title = TextInput("account.username")


@pytest.fixture
def librarian(login_of: Callable[..., Login]) -> Login:
    return login_of("berta", "librarian")


@pytest.fixture
def reader(login_of: Callable[..., Login]) -> Login:
    return login_of("ana")


@pytest.fixture
def loan(sqlite_database: Database, reader: Login) -> Loan:
    """A book asked for by the reader."""
    return lend(sqlite_database, reader)


THE_LIBRARIAN = Actor(new_id(), roles=frozenset({"librarian"}))


def lend(database: Database, reader: Login, title: str = "Pedro Páramo") -> Loan:
    asked = {"reader_id": reader.person_id, "title": title}
    return database.run(lambda s: open_case(s, Loan, "ask", THE_SYSTEM, NOON, data=asked).case)


def path(loan: Loan, action: str = "") -> str:
    return f"/cases/toy_loan/{loan.id}" + (f"/{action}" if action else "")


def step(visitor: Visitor, loan: Loan, action: str, **typed: object) -> str:
    """Send the form of an action as the page of the case holds it; answers with the page that follows."""
    return send(visitor, loan, action, shown(visitor, loan, action), **typed).text


def shown(visitor: Visitor, loan: Loan, action: str) -> dict[str, str]:
    """The hidden fields of an action's form, as they are on the page now."""
    text = visitor.get(path(loan)).text
    form = text.split(f'action="{path(loan, action)}"', 1)[1].split("</form>", 1)[0]
    return dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))


def send(visitor: Visitor, loan: Loan, action: str, hidden: dict[str, str], **typed: object):
    named = {f"{action}-{name}": value for name, value in typed.items()}
    return visitor.post(path(loan, action), data={**hidden, **named})


def events(database: Database, loan: Loan) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).where(Event.case_id == loan.id)) or 0


def test_the_page_offers_what_the_reader_may_do(visitor: Visitor, librarian: Login, reader: Login, loan: Loan) -> None:
    text = visitor.be(librarian).get(path(loan)).text
    assert path(loan, "lend") in text
    assert path(loan, "give_back") in text
    assert path(loan, "renew") not in text
    assert path(loan, "lend") not in visitor.be(reader).get(path(loan)).text


@pytest.mark.parametrize("where", ["/cases/toy_loan/{other}", "/cases/unknown/{loan}", "/cases/toy_loan/nonsense"])
def test_nobody_learns_of_cases_that_are_not_theirs(
    visitor: Visitor, login_of: Callable[..., Login], loan: Loan, where: str
) -> None:
    visitor.be(login_of("curious"))
    assert visitor.get(where.format(other=uuid4(), loan=loan.id)).status_code == 404
    stranger, unknown = visitor.get(path(loan)), visitor.get(f"/cases/toy_loan/{new_id()}")
    assert stranger.status_code == unknown.status_code == 404


def test_a_step_is_taken_and_told(visitor: Visitor, librarian: Login, loan: Loan, sqlite_database: Database) -> None:
    visitor.be(librarian)
    answer = send(visitor, loan, "lend", shown(visitor, loan, "lend"), comment="Cuídelo")
    assert answer.status_code == 303
    text = visitor.get(answer.location).text
    assert "Cuídelo" in text
    assert 'class="notice notice--good" role="status"' in text
    assert events(sqlite_database, loan) == 2


def test_a_stranger_cannot_act(visitor: Visitor, login_of: Callable[..., Login], loan: Loan, librarian: Login) -> None:
    hidden = shown(visitor.be(librarian), loan, "lend")
    visitor.be(login_of("curious"))
    visitor.get("/account")
    hidden["csrf_token"] = visitor.page.hidden["csrf_token"]
    assert send(visitor, loan, "lend", hidden).status_code == 404


def test_an_action_of_another_role_does_not_exist(visitor: Visitor, reader: Login, loan: Loan) -> None:
    hidden = shown(visitor.be(reader), loan, "give_back")
    assert send(visitor, loan, "lend", hidden).status_code == 404
    assert send(visitor, loan, "nonsense", hidden).status_code == 404


def test_a_missing_reason_is_asked_for_beside_its_field(visitor: Visitor, reader: Login, loan: Loan) -> None:
    visitor.be(reader)
    answer = send(visitor, loan, "give_back", shown(visitor, loan, "give_back"), comment=" ")
    assert answer.status_code == 422
    assert 'href="#give_back-comment"' in answer.text
    assert "Escriba el motivo" in answer.text


def test_what_was_typed_survives_a_refusal(visitor: Visitor, librarian: Login, loan: Loan) -> None:
    visitor.be(librarian)
    answer = send(visitor, loan, "lend", shown(visitor, loan, "lend"), comment="x" * 4001)
    assert answer.status_code == 422
    assert "x" * 4001 in answer.text


def test_unmet_conditions_disable_the_button_and_say_why(
    visitor: Visitor, librarian: Login, reader: Login, sqlite_database: Database
) -> None:
    loan = lend(sqlite_database, reader, "Closed")
    text = visitor.be(librarian).get(path(loan)).text
    assert path(loan, "lend") not in text
    assert text.count("El sistema está muy ocupado") == 2  # what is missing, and beside its button
    answer = send(visitor, loan, "lend", shown(visitor, loan, "give_back"))
    assert answer.status_code == 422
    assert "El sistema está muy ocupado" in answer.text


def test_a_form_sent_twice_has_one_effect_and_the_same_answer(
    visitor: Visitor, librarian: Login, loan: Loan, sqlite_database: Database
) -> None:
    hidden = shown(visitor.be(librarian), loan, "lend")
    first, second = send(visitor, loan, "lend", hidden, comment="sí"), send(visitor, loan, "lend", hidden, comment="sí")
    assert (first.status_code, second.status_code) == (303, 303)
    assert events(sqlite_database, loan) == 2
    assert send(visitor, loan, "lend", hidden, comment="no").status_code == 409


def test_facts_are_typed_into_the_registered_form(
    visitor: Visitor, reader: Login, loan: Loan, sqlite_database: Database
) -> None:
    visitor.be(reader)
    assert 'value="Pedro Páramo"' in visitor.get(path(loan)).text
    send(visitor, loan, "correct", shown(visitor, loan, "correct"), title="El llano en llamas")
    with sqlite_database.read() as session:
        assert session.get_one(Loan, loan.id).title == "El llano en llamas"


def test_a_stale_page_shows_what_changed_and_keeps_the_words(
    visitor: Visitor, librarian: Login, reader: Login, loan: Loan, sqlite_database: Database
) -> None:
    hidden = shown(visitor.be(reader), loan, "give_back")
    sqlite_database.run(lambda s: fire(s, s.get_one(Loan, loan.id), "lend", librarian.as_actor(), NOON))
    answer = send(visitor, loan, "give_back", hidden, comment="Ya no lo quiero")
    assert answer.status_code == 409
    assert "librarian" in answer.text  # who
    assert "2 de marzo de 2026, 12:00" in answer.text  # when
    assert "Ya no lo quiero</textarea>" in answer.text
    assert events(sqlite_database, loan) == 2
    again = send(visitor, loan, "give_back", shown(visitor, loan, "give_back"), comment="Ya no lo quiero")
    assert again.status_code == 303


def test_an_action_that_is_over_says_so_and_keeps_the_words(
    visitor: Visitor, librarian: Login, loan: Loan, sqlite_database: Database
) -> None:
    hidden = shown(visitor.be(librarian), loan, "lend")
    sqlite_database.run(lambda s: fire(s, s.get_one(Loan, loan.id), "lend", librarian.as_actor(), NOON))
    answer = send(visitor, loan, "lend", hidden, comment="con cariño")
    assert answer.status_code == 409
    assert "<blockquote>con cariño</blockquote>" in answer.text


def test_a_reason_is_read_by_whom_it_is_for(
    visitor: Visitor, librarian: Login, reader: Login, loan: Loan, sqlite_database: Database
) -> None:
    visitor.be(librarian)
    step(visitor, loan, "lend", comment="para la lectora")
    assert "para la lectora" in visitor.be(reader).get(path(loan)).text  # the action tells the reader
    step(visitor, loan, "give_back", comment="sólo mío")
    assert "sólo mío" in visitor.get(path(loan)).text
    assert "sólo mío" not in visitor.be(librarian).get(path(loan)).text  # a party's reason tells nobody


def test_a_clock_says_how_long_and_why(visitor: Visitor, reader: Login, loan: Loan, sqlite_database: Database) -> None:
    sqlite_database.run(lambda s: fire(s, s.get_one(Loan, loan.id), "lend", THE_LIBRARIAN, NOON))
    text = visitor.be(reader).get(path(loan)).text
    assert "lunes 9 de marzo de 2026" in text
    assert "Le toca a usted" in text
    assert "Plazo en días hábiles: 5" in text
    assert "strip__day--off" in text  # the weekend


def test_two_people_at_once_have_one_effect_between_them(
    app, login_of: Callable[..., Login], loan: Loan, sqlite_database: Database
) -> None:
    people = [app.test_client().be(login_of(name, "librarian")) for name in ("berta", "carla")]
    forms = [shown(person, loan, "lend") for person in people]
    ready, answers = Barrier(2), {}

    def press(number: int) -> None:
        ready.wait()
        answers[number] = send(people[number], loan, "lend", forms[number])

    threads = [Thread(target=press, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers.values()) == [303, 409]
    late = next(answer.text for answer in answers.values() if answer.status_code == 409)
    assert "librarian" in late
    assert events(sqlite_database, loan) == 2
