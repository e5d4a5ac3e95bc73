"""The service of an act, declared (rows 24, 48, 49): attempt, citatorio, in person, at the door, electronically, edict.

An act is served on the employer or who represents her. If neither is found, a citatorio fixes an hour of the next
business day; at that hour an adult of the home receives it, or it is fixed to the door (LFPA 35 to 38). When it counts,
the matter that waits for it goes on from that moment.
"""

from typing import Any

from enrolment.money.period_days import unmoved
from inspection.files.impartial import impartial
from inspection.roles import DIRECTOR, EMPLOYER, INSPECTOR, INTAKE, LEGAL_OFFICER, NOTIFIER
from inspection.service import service_rules as rules
from inspection.service.matters import tell_matter
from inspection.service.papers import SERVICE_PAPERS
from inspection.service.service_effects import count_from_its_moment, ledger, ledger_of_the_spot
from inspection.service.service_look import look, roles_of
from inspection.service.service_models import ServiceOfAct
from inspection.time_limits import alerting, basis, for_authority
from regime.sentences import Sentence
from regime.working_days import DueDate
from workflow.context import SYSTEM, Context
from workflow.definition import Action, Deadline, State, Workflow, anybody

SERVING = (NOTIFIER, INSPECTOR, LEGAL_OFFICER)
DECIDING = (LEGAL_OFFICER, DIRECTOR)
DIRECT = ("lfpa_36", "lfpa_38")
AT_THE_DOOR = (rules.it_has_happened, rules.hour_is_working)
RECEIPT = ("identification", "signature")
ROWS = (24, 48)


def return_due(context: Context) -> DueDate | None:
    """The day on which the notifier comes back."""
    zone = context.around.zone
    day = context.case.return_at.astimezone(zone).date()
    return unmoved(day, zone, Sentence("service_of_act.comes_back", {"day": day}))


def begins_to_count(context: Context) -> DueDate:
    """The day from which a service counts where that is not the day on which it was done."""
    zone = context.around.zone
    return unmoved(context.case.effective_at.astimezone(zone).date(), zone, Sentence("service_of_act.counts_from"))


SERVICE = alerting(
    Deadline(
        "service",
        for_authority("service_time", since="issued_on"),
        on_expiry="pass_term",
        basis=basis("service_time"),
        entry="D19",
    ),
    NOTIFIER,
)
RETURN = Deadline("return", return_due, on_expiry="pass_hour", basis=basis("notifier_return_time"), entry="D05")
EFFECT = Deadline("effect", begins_to_count, on_expiry="take_effect", basis=("lfpa_38",), silent=True)

STATES = (
    State("to_serve", tags=frozenset({"open", "to_decide"}), deadlines=(SERVICE,)),
    State("citatorio_left", tags=frozenset({"open"}), deadlines=(SERVICE, RETURN)),
    State("sent", tags=frozenset({"open"}), deadlines=(SERVICE,), seen_by=(EMPLOYER,)),
    State("failed", tags=frozenset({"open", "to_decide", "late"}), deadlines=(SERVICE,)),
    State("edict_ordered", tags=frozenset({"open"}), deadlines=(SERVICE,)),
    State("served", tags=frozenset({"open", "delivered"}), deadlines=(EFFECT,)),
    State("effective", final=True, tags=frozenset({"agreed"}), seen_by=(EMPLOYER,)),
    State("withdrawn", final=True),
)
UNSERVED = ("to_serve", "citatorio_left", "sent", "failed", "edict_ordered")


def tell(context: Context) -> dict[str, Any]:
    """What the notices say: a folio, and nothing of what the act is about."""
    return {"folio": context.around.folio}


def served_by(code: str, way: str, channel: str, **more: Any) -> Action:
    """A step that serves the act: it writes its line and counts from its moment."""
    declared: dict[str, Any] = {"roles": anybody(*SERVING), "basis": DIRECT, "rows": ROWS, **more}
    return Action(
        code=code,
        target="served",
        computes=rules.served(way),
        produces=("cedula",),
        effects=(ledger(way, channel), count_from_its_moment),
        **declared,
    )


OPENING = (
    Action(
        code="open",
        target="to_serve",
        roles=anybody(INSPECTOR, *DECIDING, SYSTEM),
        basis=("lfpa_39",),
        checks=(rules.act_is_known,),
        facts=("file_id", "office", "subject_workflow", "subject_id", "act", "issued_on"),
        rows=ROWS,
    ),
    Action(
        code="assign",
        source=("to_serve", "citatorio_left", "sent"),
        roles=anybody(*DECIDING),
        basis=("protocol",),
        facts=("notifier_id",),
        internal=True,
        rows=ROWS,
    ),
    Action(
        code="accept_electronic",
        source=("to_serve", "failed"),
        target="to_serve",
        roles=anybody(INTAKE, INSPECTOR, NOTIFIER, LEGAL_OFFICER),
        basis=("lfpa_35",),
        checks=(rules.acceptance_is_written,),
        facts=("electronic_address", "accepted_on"),
        inputs=("accepts",),
        effects=(tell_matter("resumed"),),
        rows=ROWS,
    ),
)
AT_HOME = (
    Action(
        code="record_attempt",
        source=("to_serve",),
        roles=anybody(*SERVING),
        basis=("lfpa_36",),
        checks=(*AT_THE_DOOR, rules.found_is_said),
        inputs=("happened_at", "found"),
        comment="optional",
        effects=(ledger("attempt", "door"),),
        rows=ROWS,
    ),
    served_by(
        "serve_in_person",
        "personal",
        "paper",
        source=("to_serve", "citatorio_left"),
        checks=(*AT_THE_DOOR, rules.is_the_addressee, rules.receipt_is_written),
        facts=("receiver", "receiver_name"),
        inputs=("happened_at", *RECEIPT),
    ),
    Action(
        code="leave_citatorio",
        source=("to_serve",),
        target="citatorio_left",
        roles=anybody(*SERVING),
        basis=("lfpa_36",),
        checks=(*AT_THE_DOOR, rules.may_be_summoned, rules.return_is_next_business_day),
        facts=("return_at",),
        inputs=("happened_at", "left_with"),
        produces=("notifier_citatorio",),
        effects=(ledger("citatorio", "door"),),
        rows=ROWS,
    ),
    served_by(
        "serve_who_is_there",
        "whoever_is_there",
        "paper",
        source=("citatorio_left",),
        checks=(rules.it_has_happened, rules.came_at_the_hour, rules.may_receive, rules.receipt_is_written),
        facts=("receiver", "receiver_name"),
        inputs=("happened_at", *RECEIPT),
    ),
    served_by(
        "fix_to_door",
        "instructivo",
        "door",
        source=("citatorio_left",),
        checks=(rules.it_has_happened, rules.came_at_the_hour, rules.found_is_said, rules.nobody_receives),
        inputs=("happened_at", "found", "refused", "fixed_and_photographed"),
        comment="optional",
    ),
    Action(
        code="miss_hour",
        source=("citatorio_left",),
        target="to_serve",
        roles=anybody(*SERVING),
        basis=("lfpa_36",),
        computes=rules.citatorio_spent,
        comment="required",
        effects=(ledger("not_kept", "door"),),
        rows=ROWS,
    ),
)
OTHERWISE = (
    Action(
        code="send_electronically",
        source=("to_serve",),
        target="sent",
        roles=anybody(*SERVING),
        basis=("lfpa_35",),
        guards=(rules.was_accepted,),
        effects=(ledger("sent", "mailbox"),),
        notices={EMPLOYER: "to_receive"},
        rows=ROWS,
    ),
    served_by(
        "acknowledge",
        "electronic",
        "mailbox",
        source=("sent",),
        roles=anybody(EMPLOYER),
        basis=("lfpa_35", "lfpa_38"),
        guards=(rules.was_accepted,),
    ),
    served_by(
        "record_receipt",
        "electronic",
        "email",
        source=("sent",),
        basis=("lfpa_35", "lfpa_38"),
        guards=(rules.was_accepted,),
        checks=(rules.it_has_happened, rules.receipt_is_proved),
        inputs=("happened_at",),
        private=("proof",),
    ),
    Action(
        code="stop_waiting",
        source=("sent",),
        target="to_serve",
        roles=anybody(*SERVING),
        basis=("lfpa_35",),
        comment="required",
        effects=(ledger("not_received", "email"),),
        internal=True,
        rows=ROWS,
    ),
    served_by(
        "serve_by_mail",
        "certified_mail",
        "post",
        source=("to_serve",),
        basis=("lfpa_35", "lfpa_38"),
        guards=(rules.mail_is_allowed,),
        checks=(rules.it_has_happened, rules.receipt_is_proved),
        inputs=("happened_at",),
        private=("proof",),
    ),
)
WITHOUT_ADDRESS = (
    Action(
        code="fail",
        source=("to_serve", "citatorio_left"),
        target="failed",
        roles=anybody(*SERVING),
        basis=("lfpa_35", "lfpa_37"),
        computes=rules.citatorio_spent,
        comment="required",
        effects=(ledger("failed", "door"), tell_matter("failed")),
        weight="rare",
        rows=(49,),
    ),
    Action(
        code="give_new_address",
        source=("failed",),
        target="to_serve",
        roles=anybody(*SERVING, DIRECTOR),
        basis=("lfpa_35", "lfpa_37"),
        checks=(rules.address_is_written,),
        facts=("address",),
        effects=(tell_matter("resumed"),),
        rows=(49,),
    ),
    Action(
        code="order_edict",
        source=("failed",),
        target="edict_ordered",
        roles=anybody(*DECIDING),
        basis=("lfpa_35", "lfpa_37"),
        comment="required",
        weight="grave",
        rows=(49,),
    ),
    served_by(
        "record_edict",
        "edict",
        "press",
        source=("edict_ordered",),
        roles=anybody(NOTIFIER, *DECIDING),
        basis=("lfpa_37", "lfpa_38"),
        checks=(rules.edict_is_published,),
        inputs=("published_from", "published_until"),
        rows=(49,),
    ),
)
ENDING = (
    Action(
        code="take_effect",
        source=("served",),
        target="effective",
        roles=anybody(SYSTEM),
        basis=("lfpa_38",),
        effects=(tell_matter("counts"),),
        rows=ROWS,
    ),
    Action(
        # Whoever worked the matter delivered it themselves, and wrote that down there.
        code="record_on_the_spot",
        source=UNSERVED,
        target="served",
        roles=anybody(SYSTEM),
        basis=DIRECT,
        checks=(rules.it_has_happened,),
        facts=("receiver", "notifier_id"),
        inputs=("happened_at",),
        computes=rules.served_on_the_spot,
        effects=(ledger_of_the_spot, count_from_its_moment),
        rows=ROWS,
    ),
    Action(
        code="withdraw",
        source=UNSERVED,
        target="withdrawn",
        roles=anybody(*DECIDING, SYSTEM),
        basis=("protocol",),
        comment="required",
        weight="grave",
        internal=True,
        rows=ROWS,
    ),
    Action(
        # The matter has ended, or waits for nothing any more.
        code="drop",
        source=UNSERVED,
        target="withdrawn",
        roles=anybody(SYSTEM),
        basis=("protocol",),
        internal=True,
        rows=ROWS,
    ),
    Action(
        code="pass_term",
        source=UNSERVED,
        roles=anybody(SYSTEM),
        basis=("lfpa_39",),
        quiet=True,
        internal=True,
        rows=ROWS,
    ),
    Action(
        code="pass_hour",
        source=("citatorio_left",),
        roles=anybody(SYSTEM),
        basis=("lfpa_36",),
        quiet=True,
        internal=True,
        rows=ROWS,
    ),
)

SERVICE_OF_ACT = Workflow(
    name="service_of_act",
    model=ServiceOfAct,
    states=STATES,
    actions=(*OPENING, *AT_HOME, *OTHERWISE, *WITHOUT_ADDRESS, *ENDING),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
    tell=tell,
    documents=SERVICE_PAPERS,
)
