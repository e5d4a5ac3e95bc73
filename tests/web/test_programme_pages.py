"""The programme: homes of an area opened by a director, and a round in which nobody is pointed at."""

import re

import pytest
from sqlalchemy import select

from inspection.models import InspectionFile
from inspection.visit.inspection_models import Inspection
from tests.inspection.officers import complaint, officer
from tests.web.test_assignment_pages import send
from tests.web.test_inspection_desks import Desks, desks  # noqa: F401 - a fixture
from workflow.engine import fire

pytestmark = pytest.mark.rows(11)
PAGE, AREA = "/inspection/programme", "/inspection/programme/09015"
HOMES = "Av. Inventada 10; Centro; 06000\n\nCalle Otra 3; ; ; Familia Nadie\nPrivada Sola 1"


def files(desks: Desks) -> list[tuple[str, str, str | None]]:  # noqa: F811
    with desks.database.read() as session:
        mine = select(InspectionFile.origin, InspectionFile.street, InspectionFile.employer_name)
        found = session.execute(mine.where(InspectionFile.street.not_like("%Invento%")).order_by(InspectionFile.id))
        return [(row[0], row[1], row[2]) for row in found]


def test_homes_are_opened_once_as_ordinary_inspections(desks: Desks) -> None:  # noqa: F811
    desks.read(desks.field.director, PAGE)
    typed = {**desks.visitor.page.hidden, "town": "06700", "homes": HOMES}
    for _ in range(2):
        assert desks.visitor.post(PAGE, data=typed).location == AREA
    assert files(desks) == [
        ("programme", "Av. Inventada 10", None),
        ("programme", "Calle Otra 3", "Familia Nadie"),
        ("programme", "Privada Sola 1", None),
    ]
    with desks.database.read() as session:
        assert set(session.execute(select(Inspection.kind, Inspection.state))) == {("ordinary", "to_assign")}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"homes": ""}, "Escriba al menos un hogar"),
        ({"homes": "Calle Uno 1\n; Centro"}, "La línea 2 no se entiende"),
        ({"homes": "Calle Uno 1; Centro; 600"}, "La línea 1 no se entiende"),
        ({"homes": "a;b;00000;d;e"}, "La línea 1 no se entiende"),
        ({"homes": "Calle Uno 1\n" * 31}, "como mucho 30"),
        ({"town": "Guadalajara, Jalisco"}, "otra autoridad"),
    ],
)
def test_what_cannot_be_planned_is_said_and_nothing_is_lost(desks: Desks, wrong: dict[str, str], said: str) -> None:  # noqa: F811
    page = send(desks, PAGE, **{"town": "06700", "homes": HOMES, **wrong})
    assert said in page
    assert wrong.get("homes", HOMES).splitlines()[:1] == [] or wrong.get("homes", HOMES).splitlines()[0] in page
    assert files(desks) == []


def test_a_home_is_visited_together_with_others_of_the_area(desks: Desks) -> None:  # noqa: F811
    def heard(field):  # type: ignore[no-untyped-def]
        got = complaint(field.session, field.at, wish="together", street="Calle Invento 99")
        desk = officer(field.session, field.at, "triage")
        found = {"relation": "domestic", "matter": "working_conditions"}
        case = fire(field.session, got.complaint, "read", desk, field.at, data=found).case
        fire(field.session, case, "admit", field.director, field.at, data={"kind": "ordinary", "clustered": True})

    desks.work(heard)
    send(desks, PAGE, town="06700", homes=HOMES)
    page = desks.read(desks.field.director, AREA)
    cases = re.findall(r'name="cases"[^>]*value="([0-9a-f-]+)"', page)
    assert len(cases) == 4
    assert "distinta clase" not in page
    assert "complaint" not in page.replace("/complaints/new", "")
    assert "Elija al menos un hogar" in send(desks, AREA, inspector_id=str(desks.field.inspector.login_id))
    page = send(desks, AREA, cases=cases, inspector_id=str(desks.field.inspector.login_id))
    assert "Hogares asignados: 4" in page
    with desks.database.read() as session:
        assert set(session.scalars(select(Inspection.inspector_id))) == {desks.field.inspector.login_id}
    assert desks.visitor.get(f"{PAGE}/99999").status_code == 404
