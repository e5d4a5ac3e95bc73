"""What is published gives no small number away: the rules one by one, and an attack on everything at once."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from enrolment.statistics.disclosure import (
    ALL,
    LOCAL_TRAIT,
    MOVE_TRAITS,
    NATIONAL_TRAITS,
    REST,
    Move,
    parts_told,
    rows_told,
    told_apart,
)
from enrolment.statistics.publishing import NATION, Cells, Figures, figures_of
from tests.linear_bounds import Known

LEAST = 4
WORLDS = 4
TRAITS = tuple(dict.fromkeys((*MOVE_TRAITS, *NATIONAL_TRAITS)))
MEASURES = ("people", "covered", "entered", "returned", "lapsed", "departed", "posts", "paid")


def test_a_small_category_takes_a_larger_one_with_it() -> None:
    told = told_apart({"a": 50, "b": 30, "c": 3, "d": 0}, 10)
    assert told is not None
    assert (told.named, told.rest) == ({"a": 50}, 33)


def test_small_categories_that_are_enough_together_need_no_other() -> None:
    told = told_apart({"a": 50, "b": 6, "c": 7}, 10)
    assert told is not None
    assert (told.named, told.rest) == ({"a": 50}, 13)


def test_nothing_is_said_of_fewer_than_the_least_and_everything_where_nobody_is_few() -> None:
    assert told_apart({"a": 5, "b": 4}, 10) is None
    told = told_apart({"a": 12, "b": 0}, 10)
    assert told is not None
    assert (told.named, told.rest) == ({"a": 12, "b": 0}, 0)


def test_both_parts_or_none() -> None:
    assert parts_told({"a": (12, 15), "b": (30, 11)}, {"a", "b"}, 10) == (True, frozenset({"a", "b"}))
    # One small part in one state: the other state's must go too, or the country's sum would give it away.
    assert parts_told({"a": (12, 15), "b": (30, 2)}, {"a", "b"}, 10) == (True, frozenset())
    assert parts_told({"a": (12, 2), "b": (30, 2)}, {"a", "b"}, 10) == (False, frozenset())


def test_the_bounds_of_a_known_problem() -> None:
    known = Known("abc", [({"a": 1, "b": 1}, 10), ({"b": 1, "c": 1}, 4)])
    assert known.span({"a": 1}) == pytest.approx((6, 10))
    assert known.span({"b": 1, "c": 1}) == pytest.approx((4, 4))


@dataclass
class World:
    """Invented people in a few months, and everything that was published of them.

    Nobody moves and nobody changes category: the case in which most can be reckoned from one month about the next.
    """

    states: tuple[str, ...]
    traits: Mapping[str, tuple[str, ...]]
    months: int
    people: list[tuple[str, dict[str, str], list[bool]]]

    def cells(self, month: int) -> Cells:
        found: dict[str, Any] = {}
        for state, categories, covered in self.people:
            now, before = covered[month], month > 0 and covered[month - 1]
            ever = any(covered[:month])
            here = found.setdefault(state, {trait: {} for trait in (ALL, *TRAITS)})
            for trait in (ALL, *TRAITS):
                key = ALL if trait == ALL else categories.get(trait, "x")
                cell = here[trait].setdefault(key, dict.fromkeys(MEASURES, 0))
                cell["people"] += 1
                cell["covered"] += now
                cell["entered"] += now and not before and not ever
                cell["returned"] += now and not before and ever
                went = before and not now
                stays = sum(map(ord, "".join(categories.values()))) % 2 == 0
                cell["lapsed"] += went and stays
                cell["departed"] += went and not stays
        return Cells(found)


def invented(seed: int, states: int, sizes: Mapping[str, int], months: int) -> World:
    """A world with large and small places and categories, in which some come and some go."""
    draw = random.Random(seed)  # noqa: S311 - invented people
    names = tuple(f"{number:02}" for number in range(1, states + 1))
    traits = {trait: tuple(f"{trait}{number}" for number in range(size)) for trait, size in sizes.items()}
    people = []
    stays = draw.choice((0.6, 0.8, 0.95))
    for state in names:
        for _person in range(draw.choice((2, 7, 20, 60, 200))):
            weights = {trait: draw.choice((1, 4)) for trait in traits}
            categories = {
                trait: draw.choices(keys, [weights[trait] ** -n for n, _key in enumerate(keys)])[0]
                for trait, keys in traits.items()
            }
            covered = [draw.random() < 0.7]
            for _month in range(1, months):
                covered.append(covered[-1] if draw.random() < stays else not covered[-1])
            people.append((state, categories, covered))
    return World(names, traits, months, people)


Cell = tuple[str, str, str]  # state, trait, category


class Attack:
    """Everything that follows from the published figures of all months, as equations over what they do not name.

    Unknown, for every cell and pair of months: who stayed, who came, who went; for every state the parts of the latter.
    """

    def __init__(self, world: World, published: list[Figures]) -> None:
        self.world = world
        self.cells: list[Cell] = [
            (state, trait, key) for state in world.states for trait, keys in world.traits.items() for key in keys
        ]
        self.names = [
            (kind, month, cell)
            for month in range(1, world.months)
            for cell in self.cells
            for kind in ("stayed", "came", "went")
        ]
        self.names += [
            (part, month, state)
            for month in range(1, world.months)
            for state in world.states
            for part in ("entered", "returned", "lapsed", "departed")
        ]
        self.equations = [*self._of_the_world(), *(e for m, told in enumerate(published) for e in self._of(m, told))]
        self.known = Known(self.names, self.equations)

    def terms(self, measure: str, month: int, cells: list[Cell]) -> dict[object, int]:
        """A published measure of some cells in unknowns."""
        if measure == "covered":
            pair = max(month, 1)
            kinds = ("stayed", "came") if month else ("stayed", "went")
            return {(kind, pair, cell): 1 for cell in cells for kind in kinds}
        return {(measure, month, cell): 1 for cell in cells}

    def _of_the_world(self) -> Iterator[tuple[dict[object, int], int]]:
        first = next(iter(self.world.traits))
        for month in range(1, self.world.months):
            for state in self.world.states:
                for kind in ("stayed", "came", "went"):
                    for trait in self.world.traits:
                        if trait != first:
                            same = {(kind, month, cell): 1 for cell in self._of_state(state, first)}
                            yield same | {(kind, month, cell): -1 for cell in self._of_state(state, trait)}, 0
                for whole, parts in (("came", ("entered", "returned")), ("went", ("lapsed", "departed"))):
                    terms: dict[object, int] = {(whole, month, cell): 1 for cell in self._of_state(state, first)}
                    yield terms | {(part, month, state): -1 for part in parts}, 0
        for month in range(2, self.world.months):
            for cell in self.cells:
                stands: dict[object, int] = {("stayed", month - 1, cell): 1, ("came", month - 1, cell): 1}
                yield stands | {("stayed", month, cell): -1, ("went", month, cell): -1}, 0

    def _of(self, month: int, told: Figures) -> Iterator[tuple[dict[object, int], int]]:
        for (state, trait, key, measure), value in told.items():
            if (
                measure in ("without", "posts")
                or (trait != ALL and trait not in self.world.traits)
                or trait == "reason"
            ):
                continue
            states = self._states(state, told)
            if measure in ("entered", "returned", "lapsed", "departed"):
                yield {(measure, month, name): 1 for name in states}, value
            elif state == NATION and trait != ALL and measure != "covered":
                continue  # sums of what stands state by state: nothing new
            else:
                yield self.terms(measure, month, self._cells(states, state, trait, key, told)), value

    def _states(self, state: str, told: Figures) -> list[str]:
        if state == NATION:
            return list(self.world.states)
        if state == REST:
            return [name for name in self.world.states if (name, ALL, ALL, "covered") not in told]
        return [state]

    def _cells(self, states: list[str], state: str, trait: str, key: str, told: Figures) -> list[Cell]:
        first = next(iter(self.world.traits))
        if trait == ALL:
            return [cell for name in states for cell in self._of_state(name, first)]
        keys = [key]
        if key == REST:
            named_in = state if trait == LOCAL_TRAIT else NATION
            keys = [each for each in self.world.traits[trait] if (named_in, trait, each, "covered") not in told]
        return [(name, trait, each) for name in states for each in keys]

    def _of_state(self, state: str, trait: str) -> list[Cell]:
        return [(state, trait, key) for key in self.world.traits[trait]]

    def small_numbers(self) -> Iterator[tuple[str, int, dict[object, int]]]:
        """Every true count of one to fewer than the least, with its unknowns."""
        for month in range(self.world.months):
            for state, traits in self.world.cells(month).by_state.items():
                for trait in (ALL, *self.world.traits):
                    for key, cell in traits[trait].items():
                        for measure, value, terms in self._numbers(month, state, trait, key, cell):
                            if 0 < value < LEAST:
                                yield f"{measure} {month} {state} {key}", value, terms

    def _numbers(
        self, month: int, state: str, trait: str, key: str, cell: Mapping[str, int]
    ) -> Iterator[tuple[str, int, dict[object, int]]]:
        here = self._cells([state], state, trait, key, {})
        yield "covered", cell["covered"], self.terms("covered", month, here)
        if month:
            yield "came", cell["entered"] + cell["returned"], self.terms("came", month, here)
            yield "went", cell["lapsed"] + cell["departed"], self.terms("went", month, here)
        if month and trait == ALL:
            for part in ("entered", "returned", "lapsed", "departed"):
                yield part, cell[part], {(part, month, state): 1}


SHAPES = [(3, {"sex": 2, "age": 3}, 2), (2, {"sex": 2, "age": 2}, 3), (3, {"sex": 2, LOCAL_TRAIT: 4}, 2)]


def narrowest(seed: int, states: int, sizes: Mapping[str, int], months: int) -> Iterator[tuple[str, float, int]]:
    """How wide the span is in which each small number is known, after reckoning with everything published."""
    world = invented(seed, states, sizes, months)
    nobody = Cells({})
    published = [
        figures_of(world.cells(month - 1) if month else nobody, world.cells(month), LEAST) for month in range(months)
    ]
    attack = Attack(world, published)
    for what, value, terms in attack.small_numbers():
        low, high = attack.known.span(terms)
        assert low - 1e-6 <= value <= high + 1e-6, "the attack reckons with the truth"
        yield what, high - low, len(published[-1])


@pytest.mark.parametrize("seed", range(WORLDS))
@pytest.mark.parametrize("shape", SHAPES, ids=("three states", "three months", "municipalities"))
def test_no_small_number_can_be_reckoned(seed: int, shape: tuple[int, dict[str, int], int]) -> None:
    spans = list(narrowest(seed, *shape))
    assert [found for found in spans if found[1] < LEAST - 1e-6] == []


def test_the_attack_finds_what_is_not_protected() -> None:
    """Published without a method, every small number is known exactly."""
    world = invented(1, *SHAPES[0])
    bare: list[Figures] = []
    for month in range(world.months):
        covered = world.cells(month).of("covered")
        bare.append(
            {
                (state, trait, key, "covered"): number
                for state, traits in covered.items()
                for trait in (ALL, "sex", "age")
                for key, number in traits[trait].items()
            }
        )
    attack = Attack(world, bare)
    small = [(terms, value) for what, value, terms in attack.small_numbers() if what.startswith("covered")]
    assert small
    for terms, value in small:
        assert attack.known.span(terms) == pytest.approx((value, value))


def test_a_place_tells_all_its_categories_or_none() -> None:
    rows = {"a": {"x": 40, "y": 30}, "b": {"x": 20, "y": 15}, "c": {"x": 12, "y": 3}}
    # Of c alone nothing could be kept: the smallest place that could be told goes with it.
    assert rows_told(rows, 10) == {"a"}
    assert rows_told({"a": rows["a"], "b": rows["b"]}, 10) == {"a", "b"}


def test_what_stays_unknown_of_a_movement_is_its_smaller_half() -> None:
    assert Move(3, 5).both == 3
    assert Move(3, 5) + Move(1, 1) == Move(4, 6)
