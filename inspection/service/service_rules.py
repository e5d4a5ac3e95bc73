"""What the steps of a service depend on: who may receive, at which hour, with which proof; and what they work out."""

from datetime import datetime, time, timedelta
from typing import Any

from inspection.service.acts import ACTS, must_be_personal
from inspection.service.service_models import IDENTIFICATIONS, SIGNATURES
from inspection.visit.capacities import CAPACITIES, RECEIVES_SERVICE, RECEIVES_SUMMONS, SPEAKS_FOR_HOME, cannot
from regime.parameters import parameter
from regime.sentences import Sentence
from regime.time_limits import term
from regime.working_days import is_business_day
from workflow.context import Computed, Context


def act_is_known(context: Context) -> Sentence | None:
    """An act of the list, issued on a day that has come, and served once at a time."""
    case = context.case
    if case.act not in ACTS:
        return Sentence("service_of_act.act_missing")
    if case.issued_on is None or case.issued_on > context.day:
        return Sentence("service_of_act.issued_later")
    return Sentence("service_of_act.served_elsewhere") if context.around.is_open_elsewhere else None


def it_has_happened(context: Context) -> Sentence | None:
    """When it was: since the act was issued, and not later than now."""
    moment = context.data.get("happened_at")
    if moment is None:
        return Sentence("service_of_act.moment_missing")
    if moment > context.at:
        return Sentence("service_of_act.moment_later")
    before = _local(context, moment).date() < context.case.issued_on
    return Sentence("service_of_act.before_issued", {"day": context.case.issued_on}) if before else None


def hour_is_working(context: Context) -> Sentence | None:
    """An act is done on working days from eight to eighteen hours (LFPA 28, 30)."""
    moment = context.data.get("happened_at")
    return None if moment is None else _not_working(context, moment)


def found_is_said(context: Context) -> Sentence | None:
    """Who opened, or that nobody did."""
    return None if context.data.get("found") in CAPACITIES else Sentence("service_of_act.found_missing")


def is_the_addressee(context: Context) -> Sentence | None:
    """Without a citatorio an act is left with the employer or who represents her, and with nobody else (LFPA 36)."""
    who = context.case.receiver
    if who in SPEAKS_FOR_HOME:
        return None
    return Sentence("service_of_act.needs_citatorio") if who in RECEIVES_SERVICE else cannot("receive", who)


def may_receive(context: Context) -> Sentence | None:
    """At the hour of the citatorio an adult of the home receives it; the worker concerned, a child, a guard and an
    elder who is confused never do."""
    return None if context.case.receiver in RECEIVES_SERVICE else cannot("receive", context.case.receiver)


def may_be_summoned(context: Context) -> Sentence | None:
    """A citatorio is left with an adult of the home, or with the nearest neighbour if nobody opens."""
    who = context.data.get("left_with")
    return None if who in RECEIVES_SUMMONS - SPEAKS_FOR_HOME else _not_left(who)


def _not_left(who: str | None) -> Sentence:
    return Sentence("service_of_act.serve_at_once") if who in SPEAKS_FOR_HOME else cannot("receive", who)


def receipt_is_written(context: Context) -> Sentence | None:
    """The name, what they showed, and whether they signed (LFPA 36)."""
    data = context.data
    if not (context.case.receiver_name or "").strip():
        return Sentence("service_of_act.name_missing")
    if data.get("identification") not in IDENTIFICATIONS:
        return Sentence("service_of_act.identification_missing")
    return None if data.get("signature") in SIGNATURES else Sentence("service_of_act.signature_missing")


def return_is_next_business_day(context: Context) -> Sentence | None:
    """The citatorio fixes an hour of the next business day, and no other (LFPA 36; D05)."""
    moment, back = context.data.get("happened_at"), context.case.return_at
    if moment is None:
        return None
    if back is None:
        return Sentence("service_of_act.return_missing")
    wanted = return_day(context, moment)
    if _local(context, back).date() != wanted:
        return Sentence("service_of_act.return_on_another_day", {"day": wanted})
    opens, closes = _working_hours(context)
    return None if opens <= _local(context, back).time() < closes else _outside(context)


def return_day(context: Context, moment: datetime) -> Any:
    """The business day after an attempt, by the calendar and the own days of the authority."""
    around = context.around
    return term(
        "notifier_return_time",
        moment,
        suspensions=context.suspensions(),
        extra_days=around.own_days,
        timezone=str(around.zone),
    ).due


def came_at_the_hour(context: Context) -> Sentence | None:
    """The notifier comes back at the hour that the citatorio fixed; at another it counts for nothing (LFPA 36)."""
    moment, back = context.data.get("happened_at"), context.case.return_at
    if moment is None:
        return None
    waits = timedelta(hours=int(parameter("notifier_wait_time").on(context.day).value))
    return None if back <= moment <= back + waits else Sentence("service_of_act.not_at_the_hour", {"hour": back})


def nobody_receives(context: Context) -> Sentence | None:
    """The instructivo is fixed to the door when nobody who may receive it opens, or whoever may refuses to."""
    data = context.data
    may = data.get("found") in RECEIVES_SERVICE
    if may and not data.get("refused"):
        return Sentence("service_of_act.somebody_receives")
    return None if data.get("fixed_and_photographed") else Sentence("service_of_act.not_fixed")


def acceptance_is_written(context: Context) -> Sentence | None:
    """Electronic service is agreed to expressly, to an address that the person gives (LFPA 35 II)."""
    case, data = context.case, context.data
    if not data.get("accepts"):
        return Sentence("service_of_act.acceptance_missing")
    if not (case.electronic_address or "").strip():
        return Sentence("service_of_act.electronic_address_missing")
    return None if case.accepted_on and case.accepted_on <= context.day else Sentence("service_of_act.accepted_later")


def was_accepted(context: Context) -> Sentence | None:
    """Nothing is served electronically without the person's express acceptance (LFPA 35 II)."""
    return None if context.case.accepted_on else Sentence("service_of_act.not_accepted")


def receipt_is_proved(context: Context) -> Sentence | None:
    """What shows that it was received: without it nothing was served."""
    return None if (context.data.get("proof") or "").strip() else Sentence("service_of_act.proof_missing")


def mail_is_allowed(context: Context) -> Sentence | None:
    """What has to be notified personally is not sent by mail (LFPA 35; RGITAS 6)."""
    return Sentence("service_of_act.not_by_mail") if must_be_personal(context.case.act) else None


def address_is_written(context: Context) -> Sentence | None:
    """Where it is to be served from now on."""
    return None if (context.case.address or "").strip() else Sentence("service_of_act.address_missing")


def edict_is_published(context: Context) -> Sentence | None:
    """It was published on consecutive days, as many as the law asks; the last one counts (LFPA 37, 38)."""
    first, last = context.data.get("published_from"), context.data.get("published_until")
    if first is None or last is None or last > context.day:
        return Sentence("service_of_act.publication_missing")
    days = int(parameter("edict_publication_days").on(context.day).value)
    return None if (last - first).days + 1 == days else Sentence("service_of_act.publication_days", {"days": days})


def _local(context: Context, moment: datetime) -> datetime:
    return moment.astimezone(context.around.zone)


def _not_working(context: Context, moment: datetime) -> Sentence | None:
    local = _local(context, moment)
    if not is_business_day(local.date(), extra_days=context.around.own_days):
        return Sentence("service_of_act.day_not_working", {"day": local.date()})
    opens, closes = _working_hours(context)
    return None if opens <= local.time() <= closes else _outside(context)


def _working_hours(context: Context) -> tuple[time, time]:
    first, last = (int(parameter(f"working_hours_{end}").on(context.day).value) for end in ("from", "until"))
    return time(first), time(last)


def _outside(context: Context) -> Sentence:
    opens, closes = _working_hours(context)
    return Sentence("service_of_act.hour_not_working", {"first": opens.hour, "last": closes.hour})


def served(way: str) -> Any:
    """How an act was served, when, and from when it counts by the rule of the authority."""

    def computed(context: Context) -> Computed:
        moment = _moment(context, way)
        return Computed({"way": way, "served_at": moment, "effective_at": effective(context, moment)})

    return computed


def _moment(context: Context, way: str) -> datetime:
    if way != "edict":
        return context.data.get("happened_at") or context.at
    end = context.data["published_until"]
    return datetime.combine(end, _working_hours(context)[1], context.around.zone)


def effective(context: Context, moment: datetime) -> datetime:
    """On the day of the service (LFPA 38), or from the beginning of the next business day where a state says so."""
    counted: datetime = context.around.rules.counts_from(moment, context.around.zone)
    return counted


def served_on_the_spot(context: Context) -> Computed:
    """What an officer of the matter wrote down of a delivery of their own, and by whom."""
    who, moment = context.data.get("receiver"), context.data["happened_at"]
    way = "instructivo" if who is None else "personal" if who in SPEAKS_FOR_HOME else "whoever_is_there"
    return Computed({"way": way, "served_at": moment, "effective_at": effective(context, moment)})


def citatorio_spent(_context: Context) -> Computed:
    """An hour that was missed binds nobody: another citatorio is left."""
    return Computed({"return_at": None})
