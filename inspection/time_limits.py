"""The clocks of inspection by name: what each is in the catalogue of deadlines, what it rests on, how it is counted.

A party is told the earliest day by every calendar and an authority is warned on it; for both the term has passed only
after the latest, so that nobody is late by a calendar they did not know. Hours run on the clock and never pause. The
lengths are in `regime/data/parameters/inspection_terms.toml`. A declaration reads

    Deadline("observe", for_party("observation_time"), on_expiry=..., basis=basis("observation_time"), entry="D09")
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from inspection.authorities import Authority
from inspection.roles import DIRECTOR
from regime.due_dates import DueDate, Reading
from regime.parameters import parameter
from regime.sentences import Sentence
from regime.time_limits import choice_of, term
from regime.values import Range
from regime.working_days import NO_DAYS, CannotCount, local_day
from workflow.context import Context, Role
from workflow.definition import Deadline

Due = Callable[[Context], DueDate | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the catalogue of deadlines (D01 to D37; empty for none) and the articles behind it."""

    code: str
    basis: tuple[str, ...]


ENTRIES: Mapping[str, Entry] = {
    "forwarding_time": Entry("D01", ("lfpa_42",)),
    "cure_filing_time": Entry("D02", ("lfpa_43",)),
    "summons_notice_time": Entry("D03", ("rgitas_17",)),
    "summons_delivery_time": Entry("D04", ("protocol",)),
    "notifier_return_time": Entry("D05", ("lfpa_36",)),
    "safety_report_time": Entry("D06", ("lft_541",)),
    "restriction_review_time": Entry("D07", ("lft_512dbis",)),
    "acta_forwarding_time": Entry("D08", ("rgitas_8",)),
    "observation_time": Entry("D09", ("lfpa_68",)),
    "safety_correction_time": Entry("D10", ("rgitas_36",)),
    "safety_extension_time": Entry("D11", ("rgitas_36",)),
    "term_without_statute": Entry("D12", ("lfpa_32",)),
    "extension_share": Entry("D13", ("lfpa_31",)),
    "sanction_answer_time": Entry("D14", ("lfpa_72",)),
    "closing_arguments_time": Entry("D15", ("lfpa_56",)),
    "resolution_time": Entry("D16", ("lfpa_74",)),
    "general_decision_time": Entry("D17", ("lfpa_17", "lfpa_29")),
    "lapse_time": Entry("D18", ("lfpa_60",)),
    "service_time": Entry("D19", ("lfpa_39",)),
    "revision_time": Entry("D20", ("lfpa_85",)),
    "execution_suspension_time": Entry("D21", ("lfpa_87",)),
    "nullity_time": Entry("D22", ("lfpca_13", "lfpca_58_2")),
    "sanction_prescription_time": Entry("D23", ("lfpa_79",)),
    "recidivism_time": Entry("D24", ("lft_992",)),
    "notice_to_imss_time": Entry("D26", ("lss_15",)),
    "child_decree_time": Entry("D28", ("lgdnna_122",)),
    "child_measure_review_time": Entry("D29", ("lgdnna_122",)),
    "protection_order_time": Entry("D30", ("lgamvlv_28",)),
    "protection_order_duration": Entry("D30", ("lgamvlv_28",)),
    "protection_order_extension": Entry("D30", ("lgamvlv_28",)),
    "child_protection_take_up_time": Entry("D31", ("cnpp_222",)),
    "search_request_time": Entry("D32", ("cnpp_283",)),
    "search_warrant_time": Entry("D33", ("cnpp_283",)),
    "consented_entry_notice_time": Entry("D34", ("cnpp_290",)),
    "accident_notice_time": Entry("D35", ("lft_504",)),
    "dismissal_claim_time": Entry("D36", ("lft_518", "lft_522")),
    "triage_target_time": Entry("D37", ("protocol",)),
    "assignment_target_time": Entry("D37", ("protocol",)),
    "order_target_time": Entry("D37", ("protocol",)),
    "insurance_referral_target_time": Entry("D37", ("protocol",)),
    "assessment_target_time": Entry("D37", ("protocol",)),
    "judgment_compliance_time": Entry("", ("lfpa_92",)),
    "summary_judgment_compliance_time": Entry("", ("lfpca_58_14",)),
}


# Terms that a state's law may set otherwise, each with the rule of the authority that says how long it is.
_SET_BY_AUTHORITY = {"revision_time": "recourse", "nullity_time": "court"}


def basis(name: str) -> tuple[str, ...]:
    """The articles that a time limit rests on; raises `LookupError` for one that is not of inspection."""
    return _known(name).basis


def for_party(name: str, *, since: str = "") -> Due:
    """A `due` for what a party may do in time: told by the earliest calendar, over after the latest.

    The authority of the case (`around.rules`) says which days of its own do not count and how many days there are for
    a recourse. `since` names the column whose day or moment starts the term, in place of the step that arms it; while
    the column is empty there is no clock. Raises, as soon as it is declared, `LookupError` for an unknown name and
    `ValueError` for a term whose length an act chooses (`chosen_by_case`).
    """
    return _declared(name, "party", since)


def for_authority(name: str, *, since: str = "") -> Due:
    """A `due` for what the authority must do: it is warned by the earliest calendar, and late after the latest.

    Raises what `for_party` raises.
    """
    return _declared(name, "authority", since)


def clock_hours(name: str, *, since: str = "") -> Due:
    """A `due` in hours of the clock, on any day, whatever is suspended. Raises `ValueError` if it is not in hours."""
    if parameter(name).unit != "hours":
        raise ValueError(f"{name} is not counted in hours.")
    return _declared(name, "one", since)


def chosen_by_case(name: str, column: str, *, reading: Reading = "party", since: str = "") -> Due:
    """A `due` whose length an act chose and the case keeps in a column; zero (at once and for good) has no clock.

    Computing it raises `CannotCount` for a length outside what the law allows on the day the term starts; declare
    `choice_is_lawful` among the checks of the step that sets the column, so that whoever types it is told.
    """
    _known(name)

    def due(context: Context) -> DueDate | None:
        start = _start(context, since)
        if start is None:
            return None
        chosen, refusal = _choice(name, column, context)
        if refusal is not None:
            raise CannotCount(refusal)
        return None if chosen == 0 else _term(name, start, context, reading, chosen)

    return due


def choice_is_lawful(name: str, column: str) -> Callable[[Context], Sentence | None]:
    """A check that the length an act chooses is there and is one that the law allows."""
    _known(name)
    return lambda context: _choice(name, column, context)[1]


def _declared(name: str, reading: Reading, since: str) -> Due:
    _known(name)
    if any(isinstance(value.content, Range) for value in parameter(name).values):
        raise ValueError(f"{name} has a length that each act chooses: use chosen_by_case.")

    def due(context: Context) -> DueDate | None:
        start = _start(context, since)
        return None if start is None else _term(name, start, context, reading)

    return due


def _term(name: str, start: date | datetime, context: Context, reading: Reading, length: int | None = None) -> DueDate:
    rules: Authority | None = getattr(context.around, "rules", None)
    if rules is not None and name in _SET_BY_AUTHORITY:
        length = rules.rules[_SET_BY_AUTHORITY[name]].days
    return term(
        name,
        start,
        suspensions=context.suspensions(),
        extra_days=rules.own_days_by_day if rules else NO_DAYS,
        timezone=str(context.around.zone),
        reading=reading,
        length=length,
    )


def _start(context: Context, since: str) -> Any:
    return getattr(context.case, since) if since else context.legal_moment


def _choice(name: str, column: str, context: Context) -> tuple[int, Sentence | None]:
    """The length that the case holds, and what is wrong with it."""
    allowed = choice_of(name, local_day(context.legal_moment, str(context.around.zone)))
    limits = {"least": int(allowed.least), "most": int(allowed.most)}
    chosen = getattr(context.case, column)
    if chosen is None:
        return 0, Sentence("deadline.choice_missing", limits)
    if not allowed.least <= chosen <= allowed.most:
        return 0, Sentence("deadline.choice_beyond_law", {"given": chosen, **limits})
    return chosen, None


def _known(name: str) -> Entry:
    try:
        return ENTRIES[name]
    except KeyError:
        raise LookupError(f"{name!r} is no time limit of inspection (inspection/time_limits.py lists them).") from None


def alerting(deadline: Deadline, *roles: Role, days: tuple[int, ...] = (3, 1)) -> Deadline:
    """A clock of the authority's own that warns the officers who must act, and on the last day its head besides."""
    return replace(deadline, reminders=days, reminds=roles, escalates=(DIRECTOR,), notice="officer_reminder")
