"""How states, traits and categories of figures are called."""

from datetime import date

from enrolment.statistics.bands import SCALES, scale_of
from enrolment.statistics.disclosure import REST
from enrolment.statistics.publishing import NATION
from regime.geography import municipalities, states
from regime.rounding import plain_text
from web.edge.language import t

TRAITS = ("sex", "age", "mode", "homes", "wage", "uma", "cover")


def state_name(key: str) -> str:
    """A state by its name; the country; the states that are not named."""
    if key == NATION:
        return t("figures.nation")
    return t("figures.other_states") if key == REST else states()[key].short_name


def category_name(trait: str, key: str, month: date) -> str:
    """A category of a trait in words."""
    if key == REST:
        return t("figures.rest")
    if trait in SCALES and key != "unknown":
        return _band(trait, key, month)
    if trait == "municipality":
        return municipalities()[key].name
    return t(f"figures.{trait}.{key.lower()}")


def _band(trait: str, key: str, month: date) -> str:
    scale = scale_of(trait, month)
    band = next(row for row in scale if str(row.value) == key)
    params = {"from": plain_text(band.value), "to": "" if band.up_to is None else plain_text(band.up_to)}
    if band.up_to is None:
        return t(f"figures.{trait}.above", **params)
    return t(f"figures.{trait}.below" if band.value == 0 else f"figures.{trait}.between", **params)


def in_order(trait: str, table: dict[str, int]) -> list[tuple[str, int]]:
    """The rows of a table: bands from the lowest on, everything else by size, what is not named at the end."""
    if trait in SCALES:
        return sorted(table.items(), key=lambda row: (row[0] == REST, row[0] == "unknown", _start(row[0])))
    return sorted(table.items(), key=lambda row: (row[0] == REST, -row[1], row[0]))


def _start(key: str) -> float:
    return float(key) if key.replace(".", "").isdigit() else 0.0
