"""Charts as the server draws them: lines over months and a grid of the states; their tables say the same in words.

A line is known by its dashes and its label as well as by its colour, a state by its number as well as by its shade.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from regime.geography import state as state_of

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 300, 92, 24, 14, 34
STEPS = (1, 2, 5)
GRID_LINES = 4
SHADES = 4

# Where each state lies in a grid of squares: column and row.
TILES: Mapping[str, tuple[int, int]] = {
    "02": (0, 0), "26": (1, 0), "08": (2, 0), "05": (3, 0),
    "03": (0, 1), "25": (1, 1), "10": (2, 1), "32": (3, 1), "19": (4, 1), "28": (5, 1),
    "18": (1, 2), "01": (2, 2), "24": (3, 2), "22": (4, 2), "13": (5, 2),
    "14": (1, 3), "11": (2, 3), "15": (3, 3), "29": (4, 3), "21": (5, 3), "30": (6, 3),
    "06": (1, 4), "16": (2, 4), "09": (3, 4), "17": (4, 4), "20": (5, 4), "27": (6, 4), "04": (7, 4), "31": (8, 4),
    "12": (4, 5), "07": (6, 5), "23": (8, 5),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart: its label, and its value on each day that has one; a gap stays a gap."""

    label: str
    values: Mapping[date, int | None]


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line in units of the drawing: parts without a gap, and the dots of its values."""

    label: str
    parts: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Level:
    """A value with its height: a line of the grid, or a target with its label."""

    y: float
    value: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class LineChart:
    """A chart over time, ready to be drawn."""

    lines: tuple[DrawnLine, ...]
    grid: tuple[Level, ...]
    targets: tuple[Level, ...]
    days: tuple[tuple[float, date], ...]


def line_chart(lines: Sequence[Line], targets: Sequence[tuple[str, int]] = ()) -> LineChart | None:
    """A chart of some lines over the days that they have; nothing if no line has a value."""
    days = sorted({day for line in lines for day in line.values})
    known = [value for line in lines for value in line.values.values() if value is not None]
    if not known or len(days) < 2:  # noqa: PLR2004 - one point is no line
        return None
    step = _step(max(*known, *(value for _label, value in targets), 1))
    top = step * -(-max(*known, *(value for _label, value in targets), 1) // step)

    def x(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - days[0]).days / (days[-1] - days[0]).days, 1)

    def y(value: int) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top), 1)

    drawn = tuple(
        _drawn(line, [(x(d), None if (v := line.values.get(d)) is None else y(v)) for d in days]) for line in lines
    )
    marks = days if len(days) <= GRID_LINES else [days[0], days[len(days) // 2], days[-1]]
    return LineChart(
        drawn,
        tuple(Level(y(value), value) for value in range(0, top + 1, step)),
        tuple(Level(y(value), value, label) for label, value in targets),
        tuple((x(day), day) for day in marks),
    )


def _drawn(line: Line, points: Sequence[tuple[float, float | None]]) -> DrawnLine:
    parts: list[list[str]] = [[]]
    for across, down in points:
        if down is None:
            parts.append([])
        else:
            parts[-1].append(f"{across},{down}")
    dots = tuple((across, down) for across, down in points if down is not None)
    return DrawnLine(line.label, tuple(" ".join(part) for part in parts if len(part) > 1), dots)


def _step(most: int) -> int:
    """The distance of the lines of the grid: 1, 2 or 5 times a power of ten, for about four of them."""
    power = 1
    while True:
        for step in STEPS:
            if step * power * GRID_LINES >= most:
                return step * power
        power *= 10


@dataclass(frozen=True, slots=True)
class Tile:
    """A state in the grid: where, how it is called, its value if it is published, and how dark it is (0 to 4)."""

    column: int
    row: int
    key: str
    code: str
    value: int | None
    shade: int


def tiles(values: Mapping[str, int]) -> tuple[Tile, ...]:
    """The 32 states, the darker the more; those without a published value are hatched."""
    known = sorted(value for key, value in values.items() if key in TILES)
    found = []
    for key, (column, row) in TILES.items():
        value = values.get(key)
        shade = 0 if value is None else 1 + sum(other < value for other in known) * SHADES // len(known)
        found.append(Tile(column, row, key, state_of(key).iso_3166_2[3:], value, shade))
    return tuple(found)
