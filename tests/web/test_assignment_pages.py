"""Assignment on pages: who goes, everything of somebody handed over and taken back, absences, credentials."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from inspection.visit.absence_models import Absence
from inspection.visit.credential_models import Credential
from inspection.visit.following_models import Reassignment
from inspection.visit.inspection_models import Inspection
from tests.inspection.visiting import id_of, officer
from tests.web.test_inspection_desks import Desks, desks  # noqa: F401 - a fixture
from workflow.people import Login
from workflow.words import catalogue

pytestmark = pytest.mark.rows(12)
HOME = "/inspection/assignment"


def who_goes(desks: Desks, case_id: UUID) -> UUID | None:  # noqa: F811
    with desks.database.read() as session:
        return session.get_one(Inspection, case_id).inspector_id


def send(desks: Desks, path: str, **typed: object) -> str:  # noqa: F811
    """Send the form of a page as the director, and read what comes of it."""
    desks.read(desks.field.director, path)
    answer = desks.visitor.post(path, data={**desks.visitor.page.hidden, **typed}, follow_redirects=True)
    return answer.text


def test_an_inspector_is_chosen_among_those_who_may_go(desks: Desks) -> None:  # noqa: F811
    def work(field):  # type: ignore[no-untyped-def]
        expired = officer(field.session, field.at, "inspector")
        field.credential(expired)
        field.session.execute(
            update(Credential)
            .where(Credential.login_id == expired.login_id)
            .values(valid_until=field.at.date() - timedelta(days=1))
        )
        close = officer(field.session, field.at, "inspector")
        login = field.session.get_one(Login, close.login_id)
        login.person = field.session.get_one(Login, id_of(field.employer.actor)).person
        field.credential(close)
        return field.open().id, expired.login_id, close.login_id

    case_id, expired, close = desks.work(work)
    path = f"{HOME}/{case_id}"
    assert path in desks.read(desks.field.director, HOME)
    page = desks.read(desks.field.director, path)
    assert f'value="{expired}"' not in page
    assert f'value="{close}"' not in page
    assert "No pueden ir a este hogar" in page
    assert "venció" in page or "vencida" in page.lower()
    assert "Elija" in send(desks, path)
    send(desks, path, inspector_id=str(desks.field.inspector.login_id))
    assert who_goes(desks, case_id) == desks.field.inspector.login_id
    assert path not in desks.read(desks.field.director, HOME)
    # From now on it is a reassignment, which asks why.
    assert "Escriba el motivo" in send(desks, path, inspector_id=str(desks.field.second.login_id))
    send(desks, path, inspector_id=str(desks.field.second.login_id), comment="Conoce la zona.")
    assert who_goes(desks, case_id) == desks.field.second.login_id


def test_a_stale_choice_changes_nothing_and_says_so(desks: Desks) -> None:  # noqa: F811
    case_id = desks.work(lambda field: field.open().id)
    path = f"{HOME}/{case_id}"
    desks.read(desks.field.director, path)
    hidden = dict(desks.visitor.page.hidden)

    def meanwhile(field):  # type: ignore[no-untyped-def]
        case = field.session.get_one(Inspection, case_id)
        field.take(case, "assign", field.director, inspector_id=id_of(field.second))

    desks.work(meanwhile)
    typed = {**hidden, "inspector_id": str(desks.field.inspector.login_id), "comment": "Antes."}
    assert desks.visitor.post(path, data=typed).status_code == 409
    assert who_goes(desks, case_id) == desks.field.second.login_id


def test_everything_is_handed_over_and_taken_back(desks: Desks) -> None:  # noqa: F811
    cases = desks.work(lambda field: [field.assigned().id for _ in range(3)])
    path = f"{HOME}/inspectors/{desks.field.inspector.login_id}"
    assert path in desks.read(desks.field.director, HOME)
    assert "Elija al menos" in send(desks, path, comment="Enfermó.")
    assert "Escriba el motivo" in send(desks, path, to=[str(desks.field.second.login_id)])
    page = send(desks, path, to=[str(desks.field.second.login_id)], comment="Enfermó.")
    assert "Inspecciones repartidas: 3" in page
    assert "Se puede deshacer hasta" in page
    assert {who_goes(desks, case) for case in cases} == {desks.field.second.login_id}
    with desks.database.read() as session:
        batch = session.query(Reassignment).filter(Reassignment.batch_id.is_not(None)).first()
        assert batch is not None
    where = f"{HOME}/batches/{batch.batch_id}"
    assert where in desks.read(desks.field.director, HOME)
    assert "Inspecciones devueltas: 3" in send(desks, where, comment="Ya volvió.")
    assert {who_goes(desks, case) for case in cases} == {desks.field.inspector.login_id}
    assert "Deshacer el reparto" not in desks.read(desks.field.director, where)


def test_another_authority_finds_none_of_it(desks: Desks) -> None:  # noqa: F811
    def work(field):  # type: ignore[no-untyped-def]
        field.director = officer(field.session, field.at, "director", "st-jalisco")
        return field.open().id

    case_id = desks.work(work)
    desks.read(desks.field.director, HOME)
    for path in (
        f"{HOME}/{case_id}",
        f"{HOME}/inspectors/{desks.field.inspector.login_id}",
        f"{HOME}/batches/{case_id}",
    ):
        assert desks.visitor.get(path).status_code == 404
    assert str(case_id) not in desks.read(desks.field.director, HOME)
    assert desks.visitor.get(f"{HOME}?after=nothing").status_code == 404


def test_an_absence_is_recorded_covered_and_ended_on_pages(desks: Desks) -> None:  # noqa: F811
    case_id = desks.work(lambda field: field.assigned().id)
    day = desks.field.at.date()
    days = {"from_day": f"{day:%d/%m/%Y}", "until_day": f"{day + timedelta(days=3):%d/%m/%Y}"}
    who = {"login_id": str(desks.field.inspector.login_id), "substitute_id": str(desks.field.second.login_id)}
    assert "Diga el primero y el último día" in send(desks, "/inspection/absences", **who)
    page = send(desks, "/inspection/absences", **who, **days)
    assert "En curso" in page
    assert str(case_id) in desks.read(desks.field.second, "/inspection/day")
    with desks.database.read() as session:
        absence = session.query(Absence).one().id
    where = f"/cases/inspector_absence/{absence}"
    assert where in desks.read(desks.field.director, "/inspection/absences")
    later = f"{day + timedelta(days=5):%d/%m/%Y}"
    desks.read(desks.field.director, where)
    hidden = {
        key: value for key, value in desks.visitor.page.hidden.items() if key in ("csrf_token", "version", "seen")
    }
    desks.visitor.post(f"{where}/prolong", data={**hidden, "key": "otra", "prolong-until_day": later})
    desks.read(desks.field.director, where)
    hidden = {
        key: value for key, value in desks.visitor.page.hidden.items() if key in ("csrf_token", "version", "seen")
    }
    assert desks.visitor.post(f"{where}/end", data={**hidden, "key": "fin"}).status_code == 303
    assert str(case_id) not in desks.read(desks.field.second, "/inspection/day")
    assert desks.visitor.get("/inspection/absences").status_code == 404


def test_a_credential_is_issued_and_one_that_runs_out_is_at_the_top(desks: Desks) -> None:  # noqa: F811
    def work(field):  # type: ignore[no-untyped-def]
        field.credential(officer(field.session, field.at, "inspector"), valid_until=field.at.date() + timedelta(days=9))
        return officer(field.session, field.at, "inspector").login_id

    login_id = desks.work(work)
    path = "/inspection/credentials"
    page = desks.read(desks.field.director, path)
    assert page.index("Vence en 9 días") < page.index("Válida")
    assert "Sin credencial:" in page
    day = desks.field.at.date()
    typed = {"login_id": str(login_id), "number": "INS-0099", "valid_from": f"{day:%d/%m/%Y}"}
    turned = {**typed, "valid_until": f"{day - timedelta(days=1):%d/%m/%Y}"}
    wrong = catalogue("es")["inspector_credential.days_turned"].partition("%")[0]
    assert wrong in send(desks, path, **turned)
    page = send(desks, path, **typed, valid_until=f"{day + timedelta(days=365):%d/%m/%Y}")
    assert "INS-0099" in page
    assert "Sin credencial:" not in page
    assert desks.visitor.get(f"{path}?after=nothing").status_code == 404
