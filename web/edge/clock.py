"""The moment of this request, read once at its edge."""

from datetime import date, datetime
from typing import cast

from flask import g

from web.edge.transactions import reading
from workflow import clock
from workflow.words import MEXICO_CITY


def now() -> datetime:
    """The moment everything in this request happens at: the movable clock in a demonstration, else real time."""
    if "now" not in g:
        g.now = clock.now(reading())
    return cast(datetime, g.now)


def today() -> date:
    """Today in Mexico City."""
    return now().astimezone(MEXICO_CITY).date()
