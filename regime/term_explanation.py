"""Why a term ends when it ends, in sentences: the result, what moved it, what is not certain about it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from regime.counting import Count
from regime.due_dates import Reading, Suspension
from regime.sentences import Sentence


def explain(count: Count, alternatives: Mapping[str, date | None]) -> tuple[Sentence, ...]:
    """One sentence with the result, then one for each thing that moved it or may still move it."""
    return (
        _result(count),
        Sentence(f"calendar.{count.calendar.name}"),
        *_what_moved_it(count),
        *(_suspended(suspension) for suspension in count.applied),
        *_what_is_uncertain(count),
        *_other_readings(count, alternatives),
    )


def _result(count: Count) -> Sentence:
    term = count.term
    if count.due is None:
        return Sentence("deadline.paused", {"trigger": term.start, "counted": len(count.days), "since": count.last})
    first = term.start + timedelta(days=1)
    return Sentence(f"deadline.{term.unit}", {"length": term.length, "first": first, "due": count.due})


def _what_moved_it(count: Count) -> Iterator[Sentence]:
    if count.term.month_lacks_the_day:
        yield Sentence("deadline.month_lacks_the_day", {"number": count.term.start.day})
    if count.term.unit == "business_days" and count.skipped:
        yield Sentence("deadline.days_not_counted", {"count": len(count.skipped)})
    elif count.due and count.skipped and count.skipped[-1].day == count.due - timedelta(days=1):
        yield Sentence("deadline.last_day_moved", {"due": count.due})


def _suspended(suspension: Suspension) -> Sentence:
    if suspension.until is None:
        return Sentence("deadline.suspended_until_notice", {"since": suspension.since, "act": suspension.act})
    return Sentence("deadline.suspended", {"since": suspension.since, "until": suspension.until, "act": suspension.act})


def _what_is_uncertain(count: Count) -> Iterator[Sentence]:
    if count.last > count.calendar.complete_until:
        yield Sentence("deadline.provisional", {"until": count.calendar.complete_until})
    for gap in count.calendar.gaps(count.term.start, count.last):
        yield Sentence("deadline.calendar_has_gap", {"since": gap.since, "until": gap.until})


def _other_readings(count: Count, alternatives: Mapping[str, date | None]) -> Iterator[Sentence]:
    dates = sorted({day for day in (count.due, *alternatives.values()) if day})
    if len(dates) > 1:
        yield Sentence("deadline.readings_differ", {"earliest": dates[0], "latest": dates[-1]})


def explain_readings(told: Count, counts: Sequence[Count], reading: Reading) -> tuple[Sentence, ...]:
    """Why people are told the day of `told` while the term passes after the last of `counts`: both days with their
    calendars, and every day that makes the difference."""
    own = explain(told, {})
    # The first of `counts` joins the others: it is named only where none of them alone explains the day.
    last = max((*counts[1:], counts[0]), key=lambda count: count.due or date.max)
    if told.due is None or told.due == last.due:
        return own
    names = {"earliest_by": _name(told), "latest_by": _name(last)}
    if last.due is None:
        return (*own, Sentence("deadline.latest_paused", {"earliest": told.due, "since": last.last, **names}))
    days = {"earliest": told.due, "latest": last.due}
    code = "deadline.readings_differ" if reading == "party" else "deadline.authority_is_warned"
    left_out = {entry.day for entry in told.skipped}
    return (
        *own,
        Sentence(code, days),
        Sentence("deadline.by_calendars", {**days, **names}),
        *(
            Sentence("deadline.also_left_out", {"day": entry.day, "reason": entry.reason, "calendar": _name(last)})
            for entry in last.skipped
            if entry.day not in left_out and entry.reason.code not in ("skipped.saturday", "skipped.sunday")
        ),
    )


def _name(count: Count) -> Sentence:
    return Sentence(f"calendar.{count.name}.name")


def explain_hours(
    start: datetime, length: int, ends: datetime, suspensions: Sequence[Suspension]
) -> tuple[Sentence, ...]:
    """Hours are elapsed time: one sentence with both moments, and what might surprise about them."""
    said = [Sentence("deadline.hours", {"length": length, "start": _clock(start), "due": _clock(ends)})]
    if start.utcoffset() != ends.utcoffset():
        said.append(Sentence("deadline.clock_changed"))
    if suspensions:
        said.append(Sentence("deadline.hours_never_pause"))
    return tuple(said)


def _clock(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")
