"""The three optional questions: warned before sending, kept apart, and each party reads only what is theirs."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.insurance.situation_models import Situation
from enrolment.models import Affiliation
from enrolment.people.invented import invented_person
from tests.conftest import NOON
from tests.enrolment import parties
from tests.web.at_home import answer, in_march  # noqa: F401 - a fixture
from tests.web.conftest import Visitor
from workflow.database import Database
from workflow.people import AccessLog, Login

pytestmark = pytest.mark.usefixtures("in_march")
WORKER = invented_person("pensioner on pages")


def home(database: Database, *, sent: bool) -> tuple[Affiliation, Login]:
    def command(session: Session) -> tuple[Affiliation, Login]:
        who = parties.household(session, NOON, 1)
        begin = parties.affiliation if sent else parties.draft
        case = begin(session, who, NOON, WORKER, date(2026, 3, 2), terms=parties.LIVE_IN)
        return case, session.get_one(Login, who.actor.login_id)

    return database.run(command)


def test_a_household_is_warned_before_it_sends_and_may_skip_everything(
    visitor: Visitor, sqlite_database: Database
) -> None:
    case, household = home(sqlite_database, sent=False)
    visitor.be(household)
    check, path = f"/home/workers/{case.id}/check", f"/home/workers/{case.id}/situation"
    assert f'href="{path}"' in visitor.get(check).text
    assert f'href="{check}"' in visitor.get(path).text
    refused = answer(visitor, path, {})
    assert refused.status_code == 422
    assert "ninguna es obligatoria" in refused.text
    done = answer(visitor, path, {"pension": "guaranteed", "housing_credit": "has"}, follow_redirects=True)
    assert "LSS 173" in done.text
    assert "LSS 173" in visitor.get(check).text
    assert "LIFNVT 29" in visitor.get(check).text


def test_she_answers_herself_and_sees_who_looked(visitor: Visitor, sqlite_database: Database) -> None:
    case, household = home(sqlite_database, sent=True)

    def logins(session: Session) -> tuple[Login, Login]:
        her = parties.worker_actor(session, session.get_one(Affiliation, case.id), NOON)
        office = parties.official(session, NOON)
        return session.get_one(Login, her.login_id), session.get_one(Login, office.login_id)

    her, office = sqlite_database.run(logins)
    visitor.be(her)
    typed = {"household": str(case.id), "other_insurance": "another_job"}
    assert "Sí, por otro trabajo" in answer(visitor, "/me/situation", typed, follow_redirects=True).text
    with sqlite_database.read() as session:
        told = session.scalars(select(Situation)).one()
    page = f"/cases/situation/{told.id}"
    visitor.be(household)
    assert visitor.get(page).status_code == 404
    own = visitor.get(f"/home/workers/{case.id}/situation").text
    assert "checked" not in own
    visitor.be(office)
    assert "Sí, por otro trabajo" in visitor.get(page).text
    with sqlite_database.read() as session:
        assert "situation" in set(session.scalars(select(AccessLog.subject)))
    visitor.be(her)
    assert office.username in visitor.get("/me/situation").text
