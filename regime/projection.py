"""Values for days that the law does not reach yet: only by the named projection policy, always marked."""

from dataclasses import dataclass
from datetime import date

from regime.parameters import parameter
from regime.values import UnknownValue, Value


@dataclass(frozen=True, slots=True)
class Reading:
    """A value as read for a day; `projected` when the day lies after the last known one."""

    value: Value
    projected: bool


def reading(name: str, day: date, projection: str) -> Reading:
    """The value of a parameter on a day, by the projection policy (`none` or `last_known_values`).

    Raises `UnknownValue` for a day before the first value, and after the last one under the policy `none`.
    """
    asked = parameter(name)
    try:
        return Reading(asked.on(day), projected=False)
    except UnknownValue:
        known_until = asked.known_until
        if projection != "last_known_values" or known_until is None or day <= known_until:
            raise
        if asked.repealed is not None:
            raise
        return Reading(asked.values[-1], projected=True)
