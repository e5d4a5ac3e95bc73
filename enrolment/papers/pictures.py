"""Pictures drawn for people who would rather look than read: the week, money, the calendar, a letter, a telephone."""

from functools import cache
from importlib.resources import files

_DAY, _GAP, _HIGH = 38, 6, 78
_WORKED, _FREE, _INK, _QUIET = "#0e5a5a", "#ece4d6", "#ffffff", "#4b5653"


@cache
def picture(name: str) -> str:
    """A drawing of this folder, as SVG."""
    return (files("enrolment.papers") / "pictures" / f"{name}.svg").read_text(encoding="utf-8")


def week(weekdays: str, letters: tuple[str, ...]) -> str:
    """The week as seven boxes, those of work filled and ticked, each with the letter of its day (Monday first)."""
    width = 7 * _DAY + 6 * _GAP
    boxes = "".join(_box(number, str(number) in weekdays, letter) for number, letter in enumerate(letters))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_HIGH}">{boxes}</svg>'


def _box(number: int, worked: bool, letter: str) -> str:
    left = number * (_DAY + _GAP)
    fill, ink = (_WORKED, _INK) if worked else (_FREE, _QUIET)
    middle = left + _DAY / 2
    tick = (
        f'<path d="M{middle - 9} 56l6 7 12-14" fill="none" stroke="{_INK}" stroke-width="5" stroke-linecap="round"/>'
        if worked
        else ""
    )
    return (
        f'<rect x="{left}" y="0" width="{_DAY}" height="{_HIGH}" rx="9" fill="{fill}"/>'
        f'<text x="{middle}" y="33" text-anchor="middle" font-family="Atkinson Hyperlegible Next" font-weight="700" '
        f'font-size="26" fill="{ink}">{letter}</text>{tick}'
    )
