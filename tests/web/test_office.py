"""The area of the office: a queue that finds, masks and pages; the page of a case; decisions; access at the counter."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from enrolment.models import Affiliation, ContributionPeriod, DomesticWorker, Household, Registration
from enrolment.people.invented import invented_person
from tests.conftest import NOON
from tests.enrolment import parties
from tests.web.conftest import PASSWORD, Visitor
from web.app import create_app
from web.officials import office_queue
from web.officials.office_queue import Filters, queue
from workflow.database import Database
from workflow.people import AccessLog, Login
from workflow.sweep import sweep

# A CURP of somebody else: its letters do not fit the name, so that a person has to look.
ODD = invented_person("somebody else").curp


@pytest.fixture
def official(visitor: Visitor, login_of: Callable[..., Login]) -> Visitor:
    """A caseworker at work."""
    return visitor.be(login_of("caso", "caseworker"))


def in_review(database: Database, seed: int = 1, **facts: object) -> Registration:
    """A registration that waits for a decision."""
    return database.run(
        lambda s: parties.registration(
            s, parties.payer(s, NOON, seed), NOON + timedelta(minutes=seed), **{"curp": ODD, **facts}
        )
    )


def enrolled(database: Database) -> Affiliation:
    """A worker in force."""

    def command(session):  # type: ignore[no-untyped-def]
        who = parties.household(session, NOON, 50)
        return parties.affiliation(session, who, NOON, invented_person("worker"), date(2026, 3, 1))

    return database.run(command)


PATHS = ["/office", "/office/decisions", "/office/overview", "/payments", "/payments/worklist"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("role", ["household", "domestic_worker", "operator"])
def test_the_office_does_not_exist_for_others(
    visitor: Visitor, login_of: Callable[..., Login], path: str, role: str
) -> None:
    assert visitor.be(login_of("otra", role)).get(path).status_code == 404


def test_lists_mask_names_and_identifiers(official: Visitor, sqlite_database: Database) -> None:
    case = in_review(sqlite_database)
    text = official.get("/office").text
    assert f"{case.given_name} {case.first_surname[0]}. {case.second_surname[0]}." in text
    assert case.first_surname not in text
    assert case.curp not in text
    assert case.curp in official.get(f"/cases/registration/{case.id}").text


def test_the_longest_waiting_comes_first_and_pages_follow_by_key(
    official: Visitor, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_queue, "PAGE", 2)
    cases = [in_review(sqlite_database, seed) for seed in range(1, 6)]
    seen, address = [], "/office?workflow=registration"
    while address:
        text = official.get(address).text
        seen += re.findall(r'/cases/registration/([0-9a-f-]{36})"', text)
        following = re.search(r'<a rel="next" href="([^"]+)"', text)
        address = following[1].replace("&amp;", "&") if following else ""
        assert not address or "workflow=registration" in address
    assert seen == [str(case.id) for case in cases]


@pytest.mark.parametrize("address", ["/office?after=nonsense", "/office?after=2026-01-01~x~y"])
def test_a_key_that_is_none_is_not_found(official: Visitor, sqlite_database: Database, address: str) -> None:
    in_review(sqlite_database)
    assert official.get(address).status_code == 404


def test_filters_narrow_the_queue(official: Visitor, sqlite_database: Database) -> None:
    case = in_review(sqlite_database)
    enrolled(sqlite_database)
    link = f"/cases/registration/{case.id}"
    assert link in official.get("/office?state=registration.in_review").text
    assert link not in official.get("/office?workflow=affiliation").text
    assert link not in official.get("/office?state=registration.refused").text
    assert link not in official.get("/office?due=week").text  # it has no deadline
    assert "/cases/affiliation/" in official.get("/office?state=any").text
    assert "/cases/affiliation/" not in official.get("/office").text


def test_what_is_due_comes_before_what_waits(official: Visitor, sqlite_database: Database) -> None:
    enrolled(sqlite_database)
    rows = re.findall(r"/cases/(\w+)/", official.get("/office?state=any").text)
    assert rows[:2] == ["confirmation", "contribution_period"] or rows[:2] == ["contribution_period", "confirmation"]


def test_a_search_finds_by_name_number_and_identifier_and_no_less(official: Visitor, sqlite_database: Database) -> None:
    given = {"given_name": "Ángela", "first_surname": "Peñasco", "second_surname": "Río"}
    case = in_review(sqlite_database, **given)
    link = f"/cases/registration/{case.id}"
    number = case.id.hex[-8:]
    for text in ["angela", "PENASCO rio", "Peñasco", ODD, ODD[-4:], f"•••{ODD[-4:]}", number, number.upper()]:
        assert link in official.get("/office", query_string={"text": text}).text, text
    for text in ["angela lirio", ODD[:10], ODD[:17], ODD[-3:], "%", "_", "' OR 1=1 --", "zz\N{NULL}"]:
        assert link not in official.get("/office", query_string={"text": text}).text, text


def test_a_worker_is_found_in_all_her_cases(official: Visitor, sqlite_database: Database) -> None:
    case = enrolled(sqlite_database)
    text = official.get("/office", query_string={"text": case.worker_nss}).text
    assert {"affiliation", "confirmation", "contribution_period"} <= set(re.findall(r"/cases/(\w+)/", text))


def test_officials_see_why_and_compare_and_parties_do_not(
    official: Visitor, sqlite_database: Database, login_of: Callable[..., Login]
) -> None:
    known = enrolled(sqlite_database)
    case = in_review(sqlite_database, curp=known.worker_curp)
    text = official.get(f"/cases/registration/{case.id}").text
    assert "Por qué lo revisa una persona" in text
    assert known.worker_first_surname in text
    assert "Distinto" in text

    def applicant(session) -> Login:  # type: ignore[no-untyped-def]
        return session.scalars(select(Login).where(Login.person_id == case.person_id)).one()

    with sqlite_database.read() as session:
        own = official.be(applicant(session)).get(f"/cases/registration/{case.id}").text
    assert "Por qué lo revisa una persona" not in own
    assert known.worker_first_surname not in own


def test_reading_somebodys_case_is_written_down(
    official: Visitor, sqlite_database: Database, login_of: Callable[..., Login]
) -> None:
    case = in_review(sqlite_database)
    official.get(f"/cases/registration/{case.id}")
    with sqlite_database.read() as session:
        read = session.scalars(select(AccessLog)).one()
        assert (read.subject, read.subject_id) == ("registration", case.id)
        own = session.scalars(select(Login).where(Login.person_id == case.person_id)).one()
    official.be(own).get(f"/cases/registration/{case.id}")
    with sqlite_database.read() as session:
        assert len(session.scalars(select(AccessLog)).all()) == 1


def test_a_decision_is_remembered_and_counted(
    official: Visitor, sqlite_database: Database, login_of: Callable[..., Login]
) -> None:
    case = in_review(sqlite_database)
    text = official.get(f"/cases/registration/{case.id}").text
    form = text.split(f'action="/cases/registration/{case.id}/request_correction"', 1)[1].split("</form>", 1)[0]
    hidden = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    answer = official.post(
        f"/cases/registration/{case.id}/request_correction",
        data={**hidden, "request_correction-comment": "Revise la CURP."},
    )
    assert answer.status_code == 303
    assert f"/cases/registration/{case.id}" in official.get("/office/decisions").text
    assert "caso" not in re.findall(r'<th scope="row">([^<]+)', official.get("/office/overview").text)
    boss = official.be(login_of("jefa", "supervisor"))
    assert "caso" in re.findall(r'<th scope="row">([^<]+)', boss.get("/office/overview").text)


def test_access_is_given_once_and_replaced_by_her_own_password(official: Visitor, sqlite_database: Database) -> None:
    worker_id = enrolled(sqlite_database).worker_id
    path = f"/office/workers/{worker_id}/access"
    assert official.send(path, {"reason": "Vino con su credencial."}).status_code == 422
    assert official.send(path, {"checked": "y"}).status_code == 422
    text = official.send(path, {"checked": "y", "reason": "Vino con su credencial."}).text
    username, password = re.findall(r'big__value">([^<]+)', text)
    assert password not in official.get(path).text

    her = official.application.test_client()
    assert her.send("/account/sign-in", {"username": username, "password": password}).status_code == 302
    assert her.get("/notices").location == "/account/password"
    assert her.send("/account/password", {"password": PASSWORD}).status_code == 302
    assert her.get("/notices").status_code == 200
    with sqlite_database.read() as session:
        log = session.scalars(select(AccessLog).where(AccessLog.subject == "access")).one()
        assert log.subject_id == session.get_one(DomesticWorker, worker_id).person_id
        assert "credencial" in log.reason


def test_no_official_is_given_a_password_over_the_counter(official: Visitor, sqlite_database: Database) -> None:
    worker_id = enrolled(sqlite_database).worker_id

    def promote(session) -> None:  # type: ignore[no-untyped-def]
        person = session.get_one(DomesticWorker, worker_id).person
        parties.login_for(session, NOON, person, "supervisor")

    sqlite_database.run(promote)
    assert official.get(f"/office/workers/{worker_id}/access").status_code == 404


def test_no_employer_is_given_the_password_of_whom_they_employ(
    official: Visitor, login_of: Callable[..., Login], sqlite_database: Database
) -> None:
    case = enrolled(sqlite_database)
    with sqlite_database.read() as session:
        employer = session.get_one(Household, case.household_id).person_id
    clerk = login_of("clerk", "caseworker")
    sqlite_database.run(lambda s: setattr(s.get_one(Login, clerk.id), "person_id", employer))
    assert official.get(f"/office/workers/{case.worker_id}/access").status_code == 200
    assert official.be(clerk).get(f"/office/workers/{case.worker_id}/access").status_code == 404


def test_looking_at_somebody_at_the_counter_is_logged(official: Visitor, sqlite_database: Database) -> None:
    worker_id = enrolled(sqlite_database).worker_id
    official.get(f"/office/workers/{worker_id}/access")
    with sqlite_database.read() as session:
        read = session.scalars(select(AccessLog)).one()
        assert (read.subject, read.subject_id) == ("domestic_worker", worker_id)


def test_the_queue_is_the_same_on_both_databases(database: Database) -> None:
    """Names are compared without accents, and rows by their place, in SQL that both understand."""
    app = create_app(database.settings, database)
    app.test_client_class = Visitor
    people = [{"given_name": "Ángela"}, {"given_name": "Íñigo"}]
    cases = [in_review(database, seed, **typed) for seed, typed in enumerate(people, start=1)]
    enrolled(database)
    with app.test_request_context(), database.read() as session:
        today = NOON.date()
        first, behind = queue(session, Filters(), today)
        assert [row.case_id for row in first] == [case.id for case in cases]
        assert behind is None
        rest, _behind = queue(session, Filters(after=first[0].key), today)
        assert [row.case_id for row in rest] == [cases[1].id]
        found, _behind = queue(session, Filters(text="inigo"), today)
        assert [row.case_id for row in found] == [cases[1].id]
        assert len(queue(session, Filters(text=ODD), today)[0]) == 2
        everything = queue(session, Filters(state="any"), today)[0]
        due = [row.due_day for row in everything]
        assert due == sorted(due, key=lambda day: day or date.max)
        assert {row.case_id for row in queue(session, Filters(state="any", due="week"), today)[0]} == {
            row.case_id for row in everything if row.due_day and row.due_day <= today + timedelta(days=7)
        }


def hidden_of(text: str, path: str) -> dict[str, str]:
    """The hidden fields of the form of an action on a page."""
    form = text.split(f'action="{path}"', 1)[1].split("</form>", 1)[0]
    return dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))


def test_a_payment_seen_at_the_counter_is_recorded(official: Visitor, sqlite_database: Database) -> None:
    case = enrolled(sqlite_database)
    sweep(sqlite_database, NOON, NOON)
    with sqlite_database.read() as session:
        period = next(p for p in parties.periods(session, case) if p.state == "issued")
    page = f"/cases/contribution_period/{period.id}"
    hidden = hidden_of(official.get(page).text, f"{page}/settle")
    less = official.post(f"{page}/settle", data={**hidden, "settle-received": "1", "settle-paid_on": "2/3/2026"})
    assert less.status_code == 422
    assert 'value="2/3/2026"' in less.text
    typed = {"settle-received": f"{period.amount}", "settle-paid_on": "2/3/2026"}
    hidden = hidden_of(less.text, f"{page}/settle")
    assert official.post(f"{page}/settle", data={**hidden, **typed}).status_code == 303
    with sqlite_database.read() as session:
        assert session.get_one(ContributionPeriod, period.id).state == "paid"


def test_an_official_ends_a_relation_with_day_and_reason(official: Visitor, sqlite_database: Database) -> None:
    page = f"/cases/affiliation/{enrolled(sqlite_database).id}"
    hidden = hidden_of(official.get(page).text, f"{page}/end")
    assert official.post(f"{page}/end", data={**hidden, "end-ended_on": "31/2/2026"}).status_code == 422
    typed = {"end-ended_on": "2/3/2026", "end-end_reason": "agreement"}
    assert official.post(f"{page}/end", data={**hidden, **typed}).status_code == 303
    assert "Terminó" in official.get(page).text


def test_an_official_is_not_shown_a_case_of_their_own_worker(sqlite_database: Database, visitor: Visitor) -> None:
    """Neither in the queue nor by its address, whose page is that of a case that does not exist; the try stays."""
    mine = enrolled(sqlite_database)

    def other_home(session):  # type: ignore[no-untyped-def]
        who = parties.household(session, NOON, 51, street="Calle Lejana 4")
        hers = parties.affiliation(session, who, NOON, invented_person("worker"), date(2026, 3, 1))
        asked = parties.asked_correction(session, hers, who.actor, NOON)
        employer = session.get_one(Household, mine.household_id).person
        logins = [parties.login_for(session, NOON, person, "caseworker") for person in (employer, None)]
        return asked.id, [session.get_one(Login, login.login_id) for login in logins]

    case_id, (employer, colleague) = sqlite_database.run(other_home)
    path, unknown = f"/cases/correction/{case_id}", f"/cases/correction/{mine.id}"
    assert str(case_id) not in visitor.be(employer).get("/office").text
    answers = [visitor.get(address) for address in (path, unknown)]
    assert [answer.status_code for answer in answers] == [404, 404]
    changing = re.compile(rf"{case_id}|{mine.id}|\b[0-9a-f]{{10}}\b|value=\"\S+")
    assert len({changing.sub("", answer.text) for answer in answers}) == 1
    assert "alguien cercano" in answers[0].text
    with sqlite_database.read() as session:
        tried = session.scalars(select(AccessLog).where(AccessLog.subject_id == case_id)).all()
    assert [(log.login_id, "access.kept_out" in log.reason) for log in tried] == [(employer.id, True)]
    assert str(case_id) in visitor.be(colleague).get("/office").text
    assert visitor.get(path).status_code == 200
