"""The clocks of an inspection: internal targets, the notice of a visit, documents, observations, corrections."""

from collections.abc import Callable
from datetime import date, timedelta

from enrolment.money.period_days import at_hour, unmoved
from inspection.roles import ASSESSOR, DIRECTOR, INSPECTOR
from inspection.time_limits import alerting, basis, chosen_by_case, clock_hours, for_authority, for_party
from regime.parameters import parameter
from regime.sentences import Sentence
from regime.working_days import DueDate, is_business_day
from workflow.context import Context
from workflow.definition import Deadline

Due = Callable[[Context], DueDate | None]
DELAY = "note_delay"  # a target of the authority's own passes: nothing else happens


def _unless(column: str, due: Due) -> Due:
    """A clock that stops for good once a column of the case holds something."""
    return lambda context: None if getattr(context.case, column) else due(context)


def _when(column: str, due: Due) -> Due:
    """A clock that runs only once a column of the case holds something."""
    return lambda context: due(context) if getattr(context.case, column) else None


def summons_by(context: Context) -> DueDate | None:
    """By when a summons is delivered: business days before the day that is planned for the visit."""
    planned: date | None = context.case.planned_on
    if planned is None:
        return None
    day, left = planned, int(parameter("summons_delivery_time").on(planned).value)
    while left:
        day -= timedelta(days=1)
        left -= is_business_day(day)
    return unmoved(day, context.around.zone, Sentence("inspection.summons_before_visit", {"day": planned}))


def resumption(context: Context) -> DueDate | None:
    """The hour at which a visit that was interrupted goes on, as everybody agreed."""
    agreed = context.case.resume_at
    because = Sentence("inspection.agreed_hour")
    return at_hour(agreed, context.around.zone, because) if agreed else None


def substitution_over(context: Context) -> DueDate | None:
    """The day after the last on which somebody stands in."""
    until = context.case.substitute_until
    because = Sentence("inspection.substitute_stood_in")
    return unmoved(until + timedelta(days=1), context.around.zone, because) if until else None


# What the authority wants of itself (D37), and what it must do within a term.
ASSIGNMENT = alerting(
    Deadline(
        "assignment",
        for_authority("assignment_target_time"),
        on_expiry=DELAY,
        basis=basis("assignment_target_time"),
        entry="D37",
    ),
    DIRECTOR,
    days=(1,),
)
ORDER = alerting(
    Deadline(
        "order", for_authority("order_target_time"), on_expiry=DELAY, basis=basis("order_target_time"), entry="D37"
    ),
    DIRECTOR,
    days=(1,),
)
ASSESSMENT = alerting(
    Deadline(
        "assessment",
        for_authority("assessment_target_time"),
        on_expiry=DELAY,
        basis=basis("assessment_target_time"),
        entry="D37",
    ),
    ASSESSOR,
)
SUMMONS_DELIVERY = alerting(
    Deadline("summons_delivery", summons_by, on_expiry=DELAY, basis=basis("summons_delivery_time"), entry="D04"),
    INSPECTOR,
    days=(2, 1),
)
NOTICE = Deadline(
    "notice",
    clock_hours("summons_notice_time", since="summoned_at"),
    on_expiry="complete_notice",
    basis=basis("summons_notice_time"),
    entry="D03",
)
RESCHEDULED = alerting(
    Deadline("rescheduling", for_authority("service_time"), on_expiry=DELAY, basis=basis("service_time"), entry="D19"),
    INSPECTOR,
)
FORWARDING = alerting(
    Deadline(
        "forwarding",
        _unless("forwarded_at", for_authority("acta_forwarding_time", since="ended_at")),
        on_expiry=DELAY,
        basis=basis("acta_forwarding_time"),
        entry="D08",
    ),
    INSPECTOR,
)
SERVICE = alerting(
    Deadline(
        "service",
        _unless("served_at", for_authority("service_time")),
        on_expiry=DELAY,
        basis=basis("service_time"),
        entry="D19",
    ),
    INSPECTOR,
)
RESUMPTION = Deadline("resumption", resumption, on_expiry=DELAY, basis=("protocol",))
SUBSTITUTION = Deadline(
    "substitution", substitution_over, on_expiry="end_substitution", basis=("lft_544",), silent=True
)

# What a party may do in time.
observations_end: Due = for_party("observation_time", since="ended_at")
documents_end: Due = chosen_by_case("term_without_statute", "documents_days", since="documents_served_at")
more_documents_end: Due = chosen_by_case("term_without_statute", "documents_extra_days", since="first_term_ended_on")
correction_ends: Due = chosen_by_case("safety_correction_time", "term_days", since="served_at")
extension_ends: Due = chosen_by_case("safety_extension_time", "extra_days", since="first_term_ended_on")
compliance_ends: Due = chosen_by_case("term_without_statute", "term_days", since="served_at")


def _documents(on_expiry: str, prefix: str = "") -> tuple[Deadline, Deadline]:
    """The term for documents and its extension, and what follows when it passes."""
    first = _when("documents_days", _unless("documents_extra_days", documents_end))
    more = _when("documents_extra_days", more_documents_end)
    return (
        Deadline(f"{prefix}documents", first, on_expiry, basis("term_without_statute"), entry="D12"),
        Deadline(f"{prefix}more_documents", more, on_expiry, basis("extension_share"), entry="D13"),
    )


DOCUMENTS = _documents("pass_documents_term")
PRESUMPTION = _documents("presume", "last_")
OBSERVATIONS = Deadline(
    "observations", observations_end, on_expiry="pass_observations", basis=basis("observation_time"), entry="D09"
)
CORRECTION = alerting(
    Deadline(
        "correction",
        _unless("extra_days", correction_ends),
        on_expiry="pass_term",
        basis=basis("safety_correction_time"),
        entry="D10",
    ),
    INSPECTOR,
)
EXTENSION = alerting(
    Deadline(
        "extension",
        _when("extra_days", extension_ends),
        on_expiry="pass_term",
        basis=basis("safety_extension_time"),
        entry="D11",
    ),
    INSPECTOR,
)
COMPLIANCE = alerting(
    Deadline("compliance", compliance_ends, on_expiry="pass_term", basis=basis("term_without_statute"), entry="D12"),
    INSPECTOR,
)
