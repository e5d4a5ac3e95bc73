"""What of a month's exact cells may be published: the method of docs/statistics-method.md, as pure functions.

Four rules, each proved there and attacked by a test. People: a category is named only if it counts at least `least`,
and whatever is not named counts together at least as many (`told_apart`). Within a state: all categories or none, and
the states of which none are named stay far enough apart from their sums (`rows_told`). Movements: how many came and how
many went are published together or not at all, and never where a third figure would give one of them away
(`moves_told`). Parts of a movement: both parts or none (`parts_told`).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

METHOD = "1"
ALL = "all"
REST = "rest"
# What people are told apart by within a state, one trait at a time; and what those who came and went are told apart by.
LOCAL_TRAIT = "municipality"
NATIONAL_TRAITS = ("sex", "age", "mode", "homes", "wage", "uma", "cover")
MOVE_TRAITS = ("sex", "age", "mode", "homes", "wage", "uma", LOCAL_TRAIT)


@dataclass(frozen=True, slots=True)
class Told:
    """The categories that are named with their counts, and how many people the others count together."""

    named: Mapping[str, int]
    rest: int = 0

    @property
    def total(self) -> int:
        """Everybody, named or not."""
        return sum(self.named.values()) + self.rest


def told_apart(counts: Mapping[str, int], least: int) -> Told | None:
    """Name the categories that count at least `least`; nothing if all of them together are fewer.

    What is not named is at least `least` too: where the small ones are fewer, the next larger one goes with them. So no
    count of fewer can be reckoned from the total. A category that counts nobody is named only where all are.
    """
    if sum(counts.values()) < least:
        return None
    small = {key for key, number in counts.items() if 0 < number < least}
    if not small:
        return Told(dict(counts))
    larger = sorted((key for key in counts if counts[key] >= least), key=lambda key: (counts[key], key))
    hidden = set(small)
    while sum(counts[key] for key in hidden) < least:
        hidden.add(larger.pop(0))
    return Told({key: counts[key] for key in counts if key in larger}, sum(counts[key] for key in hidden))


def rows_told(rows: Mapping[str, Mapping[str, int]], least: int) -> frozenset[str]:
    """Of which places everything may be told by a trait of which the sums over all places are told.

    A place is told if none of its categories counts few. Of the others both sums are known, by place and by category:
    any one count among them can be what it is, give or take the least of four numbers, and each must be at least
    `least` (the bounds of Fréchet). Where it is less, the smallest place that is told goes with them.
    """
    told = {place for place, row in rows.items() if all(number == 0 or number >= least for number in row.values())}
    while hidden := [row for place, row in rows.items() if place not in told]:
        if not told or _keeps_its_counts(hidden, least):
            break
        told.discard(min(told, key=lambda place: (sum(rows[place].values()), place)))
    return frozenset(told)


def _keeps_its_counts(rows: list[Mapping[str, int]], least: int) -> bool:
    by_category, everybody = added(rows), sum(sum(row.values()) for row in rows)
    sums = [sum(row.values()) for row in rows]
    wide = all(
        number >= least and (number == everybody or everybody - number >= least)
        for number in by_category.values()
        if number
    )
    return wide and all(everybody - number >= least for number in sums)


@dataclass(frozen=True, slots=True)
class Place:
    """A state of which figures are published, or the states together that are too small (`REST`)."""

    covered: int
    traits: Mapping[str, Told]


@dataclass(frozen=True, slots=True)
class Stock:
    """The published people of a month: who is insured, by state, by one trait at a time, and by both."""

    places: Mapping[str, Place]
    traits: Mapping[str, Told]

    @property
    def total(self) -> int:
        """Everybody who is insured."""
        return sum(place.covered for place in self.places.values())


# Exact counts of a month: by state, trait and category.
Counts = Mapping[str, Mapping[str, Mapping[str, int]]]


def stock_told(covered: Counts, least: int) -> Stock | None:
    """What may be said of who is insured; nothing at all of a month that counts fewer than `least`."""
    totals = {state: number for state, traits in covered.items() if (number := sum(traits[ALL].values()))}
    told = told_apart(totals, least)
    if told is None:
        return None
    members: dict[str, tuple[str, ...]] = {state: (state,) for state in told.named}
    if told.rest:
        members[REST] = tuple(sorted(set(totals) - set(told.named)))
    nation: dict[str, Told] = {}
    of_place: dict[str, dict[str, Told]] = {place: {} for place in members}
    for trait in (*NATIONAL_TRAITS, LOCAL_TRAIT):
        rows = {place: added(covered[state].get(trait, {}) for state in states) for place, states in members.items()}
        if trait == LOCAL_TRAIT:
            found = {place: told_apart(row, least) for place, row in rows.items() if place != REST}
        else:
            whole = told_apart(_counted(added(rows.values())), least)
            if whole is None:
                continue
            nation[trait] = whole
            found = _rows_of(rows, whole, least)
        for place, row in found.items():
            if row is not None:
                of_place[place][trait] = row
    counts = {place: sum(totals[state] for state in states) for place, states in members.items()}
    return Stock({place: Place(counts[place], of_place[place]) for place in members}, nation)


def _rows_of(rows: Mapping[str, Mapping[str, int]], whole: Told, least: int) -> dict[str, Told | None]:
    """The rows of a trait that are told, in the categories that the country's own table names."""
    named = {
        place: Told({key: row.get(key, 0) for key in whole.named}, _others(row, whole)) for place, row in rows.items()
    }
    shown = rows_told({place: {**told.named, REST: told.rest} for place, told in named.items()}, least)
    return {place: named[place] for place in shown}


def _others(row: Mapping[str, int], whole: Told) -> int:
    return sum(number for key, number in row.items() if key not in whole.named)


def _counted(row: Mapping[str, int]) -> dict[str, int]:
    return {key: number for key, number in row.items() if number}


def added(tables: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The sum of some tables, category by category."""
    found: dict[str, int] = {}
    for table in tables:
        for key, number in table.items():
            found[key] = found.get(key, 0) + number
    return found


@dataclass(frozen=True, slots=True)
class Move:
    """How many came and how many went since the month before."""

    came: int = 0
    went: int = 0

    def __add__(self, other: "Move") -> "Move":
        return Move(self.came + other.came, self.went + other.went)

    @property
    def both(self) -> int:
        """The smaller of the two: what stays unknown of each when only their difference is known."""
        return min(self.came, self.went)


Moves = Mapping[str, Mapping[str, Mapping[str, Move]]]


@dataclass(frozen=True, slots=True)
class MovesTold:
    """The movements that are published: of the whole country, of states, and within a state by a trait."""

    whole: Move | None = None
    states: Mapping[str, Move] = field(default_factory=dict)
    traits: Mapping[tuple[str, str], Mapping[str, Move]] = field(default_factory=dict)


def moves_told(moves: Moves, before: Stock | None, now: Stock | None, least: int) -> MovesTold:
    """The movements between two published months that leave every other one at least `least` values wide."""
    if before is None or now is None:
        return MovesTold()
    # What hides in places whose own categories are hidden too is bounded twice; hence twice as much must hide there.
    ample = 2 * least
    whole = sum((move for traits in moves.values() for move in traits[ALL].values()), Move())
    if whole.both < least:
        return MovesTold()
    groups = {state: _groups_of(state, traits, before, now) for state, traits in moves.items()}
    told = {
        state: _sum(traits[ALL].values())
        for state, traits in moves.items()
        if state in before.places and state in now.places
    }
    told = {
        state: move
        for state, move in told.items()
        if move.both >= least and all(_slack(found.values()) >= ample for found in groups[state].values())
    }
    while hidden := [state for state in moves if state not in told]:
        if all(sum(_slack(groups[state][trait].values()) for state in hidden) >= ample for trait in MOVE_TRAITS):
            break
        if not told:
            return MovesTold()
        del told[_smallest(told)]
    traits = {
        (state, trait): _within(groups[state][trait], least)
        for state in told
        for trait in MOVE_TRAITS
        if _row(before, state, trait) and _row(now, state, trait)
    }
    return MovesTold(whole, told, {key: found for key, found in traits.items() if found})


def _groups_of(
    state: str, traits: Mapping[str, Mapping[str, Move]], before: Stock, now: Stock
) -> dict[str, dict[str, Move]]:
    """The movements of a state in the groups whose change of stock anybody can reckon, by trait.

    Categories that both months name stand alone, all others together as `REST`. Where a month names none of them, every
    category stands alone, which is more than anybody can reckon; but nothing is known of municipalities where a month
    names none, as there is no sum of them over the states.
    """
    found: dict[str, dict[str, Move]] = {}
    for trait in MOVE_TRAITS:
        table = traits.get(trait, {})
        then, today = _row(before, state, trait), _row(now, state, trait)
        if then is None or today is None:
            found[trait] = {REST: _sum(table.values())} if trait == LOCAL_TRAIT else dict(table)
            continue
        known = set(then.named) & set(today.named)
        found[trait] = {key: table.get(key, Move()) for key in known}
        if then.rest or today.rest or set(table) - known:
            found[trait][REST] = _sum(move for key, move in table.items() if key not in known)
    return found


def _row(stock: Stock, state: str, trait: str) -> Told | None:
    place = stock.places.get(state)
    return place.traits.get(trait) if place else None


def _within(groups: Mapping[str, Move], least: int) -> dict[str, Move]:
    """The movements by one trait within a state whose sum is published."""
    told = {key: move for key, move in groups.items() if key != REST and move.both >= least}
    while hidden := [move for key, move in groups.items() if key not in told]:
        if _slack(hidden) >= least or not told:
            break
        del told[_smallest(told)]
    return told


def _slack(moves: Iterable[Move]) -> int:
    """How far each movement of a group can be from what it is while their sums and differences stay the same."""
    return sum(move.both for move in moves)


def _sum(moves: Iterable[Move]) -> Move:
    return sum(moves, Move())


def _smallest(told: Mapping[str, Move]) -> str:
    return min(told, key=lambda key: (told[key].both, key))


def parts_told(parts: Mapping[str, tuple[int, int]], told: Collection[str], least: int) -> tuple[bool, frozenset[str]]:
    """Of which states, and whether of the country, the two parts of a movement are published.

    `parts` are the parts by state, `told` the states whose movement is published as a whole. Both parts or none: one
    would give the other away.
    """
    shown = {state for state in told if min(parts[state]) >= least}
    while hidden := [state for state in parts if state not in shown]:
        if min(sum(parts[state][0] for state in hidden), sum(parts[state][1] for state in hidden)) >= least:
            break
        if not shown:
            return False, frozenset()
        shown.discard(min(shown, key=lambda state: (min(parts[state]), state)))
    whole = min(sum(first for first, _second in parts.values()), sum(second for _first, second in parts.values()))
    return whole >= least, frozenset(shown)
