"""How far an unknown number can go: the simplex method over what is known, for attacks on published figures.

Everything known is an equation between numbers that are not negative. Coefficients are whole and small, so floating
point is exact enough; Bland's rule keeps it from going in circles.
"""

from collections.abc import Mapping, Sequence

TINY = 1e-7


class Known:
    """Equations `sum(coefficient * unknown) == value` over unknowns that are zero or more."""

    def __init__(self, names: Sequence[object], equations: Sequence[tuple[Mapping[object, int], int]]) -> None:
        self.place = {name: number for number, name in enumerate(names)}
        width = len(names)
        self.rows: list[list[float]] = []
        self.basis: list[int] = []
        for number, (terms, value) in enumerate(equations):
            row = [0.0] * (width + len(equations)) + [float(value)]
            for name, coefficient in terms.items():
                row[self.place[name]] += coefficient
            if value < 0:
                row = [-each for each in row]
            row[width + number] = 1.0
            self.rows.append(row)
            self.basis.append(width + number)
        self._find_a_world(width)

    def span(self, terms: Mapping[object, int]) -> tuple[float, float]:
        """The least and the most that a sum of unknowns can be."""
        return -self._most({name: -each for name, each in terms.items()}), self._most(terms)

    def _find_a_world(self, width: int) -> None:
        """Any values that fulfil all equations; then equations that say nothing new are dropped."""
        goal = [-sum(row[column] for row in self.rows) for column in range(len(self.rows[0]))]
        for column in range(width, len(goal) - 1):
            goal[column] = 0.0
        self._improve(goal, width)
        assert abs(goal[-1]) < TINY, "the equations contradict each other"
        for number, variable in enumerate(self.basis):
            if variable >= width:
                row = self.rows[number]
                column = next((c for c in range(width) if abs(row[c]) > TINY), None)
                if column is not None:
                    self._turn(number, column, None)
        kept = [number for number, variable in enumerate(self.basis) if variable < width]
        self.rows = [[*self.rows[number][:width], self.rows[number][-1]] for number in kept]
        self.basis = [self.basis[number] for number in kept]

    def _most(self, terms: Mapping[object, int]) -> float:
        goal = [0.0] * len(self.rows[0])
        for name, coefficient in terms.items():
            goal[self.place[name]] -= coefficient
        for number, variable in enumerate(self.basis):
            _subtract(goal, self.rows[number], goal[variable])
        return goal[-1] if self._improve(goal, len(goal) - 1) else float("inf")

    def _improve(self, goal: list[float], width: int) -> bool:
        """Go from corner to corner while the goal grows; whether it has an end."""
        while True:
            column = next((c for c in range(width) if goal[c] < -TINY), None)
            if column is None:
                return True
            ratios = [
                (row[-1] / row[column], self.basis[number], number)
                for number, row in enumerate(self.rows)
                if row[column] > TINY
            ]
            if not ratios:
                return False
            least = min(ratio for ratio, *_ in ratios)
            _variable, leaving = min((v, number) for ratio, v, number in ratios if ratio <= least + TINY)
            self._turn(leaving, column, goal)

    def _turn(self, leaving: int, column: int, goal: list[float] | None) -> None:
        pivot = self.rows[leaving]
        divisor = pivot[column]
        self.rows[leaving] = pivot = [each / divisor for each in pivot]
        for number, row in enumerate(self.rows):
            if number != leaving and abs(row[column]) > TINY:
                _subtract(row, pivot, row[column])
        if goal is not None:
            _subtract(goal, pivot, goal[column])
        self.basis[leaving] = column


def _subtract(row: list[float], pivot: Sequence[float], times: float) -> None:
    if times:
        row[:] = [a - times * b if b else a for a, b in zip(row, pivot, strict=True)]
