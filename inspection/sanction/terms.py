"""The clocks of a sanction: what the employer may do in time, what the authority must, and when its power is gone."""

from collections.abc import Callable
from datetime import date, datetime

from inspection.roles import LEGAL_OFFICER
from inspection.time_limits import alerting, basis, chosen_by_case, for_authority, for_party
from regime.due_dates import DueDate
from regime.time_limits import term
from workflow.context import Context
from workflow.definition import Deadline

Due = Callable[[Context], DueDate | None]
DELAY = "note_delay"  # a term of the authority's own has passed: nothing else happens by itself
LAPSE = "warn_of_lapse"  # the same of a lapse, which is only ever declared by an act (LFPA 60)
PRESCRIBED = "warn_of_prescription"


def _unless(column: str, due: Due) -> Due:
    """A clock that does not run once a column of the case holds something."""
    return lambda context: None if getattr(context.case, column) else due(context)


def _lapse_after(ends: Due) -> Due:
    """Thirty business days after a term to decide has passed; the warning counts from the earliest reading of it."""

    def due(context: Context) -> DueDate | None:
        before = ends(context)
        if before is None or before.due is None:
            return None
        return term(
            "lapse_time",
            before.due,
            suspensions=context.suspensions(),
            timezone=str(context.around.zone),
            reading="authority",
        )

    return due


answer_ends: Due = for_party("sanction_answer_time", since="served_at")
arguments_end: Due = chosen_by_case("closing_arguments_time", "arguments_days", since="arguments_served_at")
resolution_ends: Due = for_authority("resolution_time", since="ready_at")
general_ends: Due = for_authority("general_decision_time", since="accepted_at")
general_lapse: Due = _lapse_after(general_ends)
resolution_lapse: Due = _lapse_after(resolution_ends)
revision_ends: Due = for_party("revision_time", since="notified_at")
nullity_ends: Due = for_party("nullity_time", since="notified_at")


def prescription_ends(context: Context) -> DueDate | None:
    """When the power to sanction the earliest breach ends, counted anew from a challenge (LFPA 79, 80)."""
    since = context.case.interrupted_on or context.case.prescribes_from
    return prescription_of(since, context) if since else None


def prescription_of(since: date, context: Context) -> DueDate:
    """Five years from a day, by every calendar."""
    return term("sanction_prescription_time", since, timezone=str(context.around.zone), reading="authority")


def compliance_ends(context: Context) -> DueDate | None:
    """By when a judgment that orders another decision is complied with: four months, one after a summary judgment."""
    name = "summary_judgment_compliance_time" if context.case.by_summary else "judgment_compliance_time"
    return for_authority(name, since="remanded_on")(context)


def has_passed(ends: DueDate | None, at: datetime) -> bool:
    """Whether a term has passed by every calendar; one that a suspension holds open has not."""
    return ends is not None and ends.passes_at is not None and at >= ends.passes_at


SERVICE = alerting(
    Deadline("service", for_authority("service_time"), DELAY, basis("service_time"), entry="D19"), LEGAL_OFFICER
)
ARGUMENTS_SERVICE = alerting(
    Deadline(
        "service",
        _unless("arguments_served_at", for_authority("service_time")),
        DELAY,
        basis("service_time"),
        entry="D19",
    ),
    LEGAL_OFFICER,
)
ANSWER = Deadline("answer", answer_ends, "pass_answer", basis("sanction_answer_time"), entry="D14")
ARGUMENTS = Deadline("arguments", arguments_end, "pass_arguments", basis("closing_arguments_time"), entry="D15")
RESOLUTION = alerting(
    Deadline("resolution", resolution_ends, DELAY, basis("resolution_time"), entry="D16"),
    LEGAL_OFFICER,
    days=(15, 5, 1),
)
GENERAL = alerting(
    Deadline("general_decision", general_ends, DELAY, basis("general_decision_time"), entry="D17"),
    LEGAL_OFFICER,
    days=(15, 5, 1),
)
RESOLUTION_LAPSE = alerting(
    Deadline("lapse", resolution_lapse, LAPSE, basis("lapse_time"), entry="D18"), LEGAL_OFFICER, days=(15, 5, 1)
)
GENERAL_LAPSE = alerting(
    Deadline("general_lapse", general_lapse, LAPSE, basis("lapse_time"), entry="D18"), LEGAL_OFFICER, days=(15, 5, 1)
)
REVISION = Deadline(
    "revision", _unless("revision_used", revision_ends), "pass_revision", basis("revision_time"), entry="D20"
)
NULLITY = Deadline("nullity", nullity_ends, "become_firm", basis("nullity_time"), entry="D22")
PRESCRIPTION = alerting(
    Deadline(
        "prescription", prescription_ends, PRESCRIBED, (*basis("sanction_prescription_time"), "lfpa_80"), entry="D23"
    ),
    LEGAL_OFFICER,
    days=(60, 15, 5),
)
COMPLIANCE = alerting(Deadline("compliance", compliance_ends, DELAY, ("lfpa_92", "lfpca_58_14")), LEGAL_OFFICER)

INSTRUCTION = (GENERAL, GENERAL_LAPSE, PRESCRIPTION)  # while it is conducted and not decided
