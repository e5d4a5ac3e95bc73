"""The use cases of enrolment that a scripted case may name: register, enrol, pay. All else are actions of its cases."""

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.models import Affiliation, ContributionPeriod, Registration
from enrolment.money import payments
from enrolment.money.bank_files import open_bank_file
from enrolment.money.payment_models import IssuedLine, PaymentRow
from enrolment.relation.agreement import TERMS_FACTS
from enrolment.scripted.replay_people import HOME
from regime.periods import month_after
from regime.sentences import Sentence
from workflow.context import THE_SYSTEM
from workflow.errors import NotReady
from workflow.scenario import Move
from workflow.stage import Doing, Stage
from workflow.stored import loads

HEADER = ("Línea de captura", "Importe", "Fecha de pago", "Referencia", "CURP", "Paso")
ADDRESS = tuple(HOME)
IDENTITY = ("given_name", "first_surname", "second_surname", "curp", "rfc")
WORKER = ("given_name", "first_surname", "second_surname", "curp", "nss", "email")
USUAL = {"hours_per_day": Decimal(8), "in_kind": "none", "periodicity": 1}

_TEXTS = dict.fromkeys((*IDENTITY, "email", "phone", *ADDRESS), "text")
_TERMS = {
    **dict.fromkeys(TERMS_FACTS, "text"),
    "weekdays": "weekdays",
    "pay_amount": "money",
    "hours_per_day": "money",
    "periodicity": "whole",
}
_RELATION = {
    "worker": "text",
    "began_on": "day",
    **dict.fromkeys((f"worker_{part}" for part in (*WORKER, "phone", "sex", "paper", "paper_number")), "text"),
    "worker_birth_date": "day",
    "numbers": "text",
    **dict.fromkeys(ADDRESS, "text"),
    **_TERMS,
}
_PAYMENT = {"amount": "money", "paid_on": "day", "reference": "text", "issue": "whole", "names": "text"}


def _begin_registration(stage: Stage, move: Move, data: Mapping[str, Any]) -> UUID:
    return _registration(stage, move, data, submitted=False)


def _register(stage: Stage, move: Move, data: Mapping[str, Any]) -> UUID:
    return _registration(stage, move, data, submitted=True)


def _registration(stage: Stage, move: Move, data: Mapping[str, Any], *, submitted: bool) -> UUID:
    """The registration of whoever takes the step, with what is known of them unless the step says otherwise."""
    actor = stage.actor(move)
    known = stage.cast[str(move.who)]
    facts = {name: known[name] for name in (*IDENTITY, *ADDRESS)} | dict(data)

    def begin(session: Session) -> UUID:
        case: Registration = service.begin_registration(session, actor, move.at, facts).case
        if submitted:
            service.submit(session, Registration, case.id, actor, move.at, key=move.key)
        return case.id

    return stage.database.run(begin)


def _begin_affiliation(stage: Stage, move: Move, data: Mapping[str, Any]) -> UUID:
    return _affiliation(stage, move, data, submitted=False)


def _enrol(stage: Stage, move: Move, data: Mapping[str, Any]) -> UUID:
    return _affiliation(stage, move, data, submitted=True)


def _affiliation(stage: Stage, move: Move, data: Mapping[str, Any], *, submitted: bool) -> UUID:
    """The enrolment of `worker` in the home of whoever takes the step, unless the step names another address."""
    actor = stage.actor(move)
    home = {name: stage.cast[str(move.who)][name] for name in ADDRESS}
    typed = {name: value for name, value in data.items() if name not in ("worker", "numbers")}
    facts = {**_worker_as_typed(stage, move, data["worker"], data.get("numbers", "both")), **home, **USUAL, **typed}

    def begin(session: Session) -> UUID:
        case: Affiliation = service.begin_affiliation(session, actor, move.at, facts).case
        if submitted:
            service.submit(session, Affiliation, case.id, actor, move.at, key=move.key)
        return case.id

    return stage.database.run(begin)


def _worker_as_typed(stage: Stage, move: Move, name: str, numbers: str = "both") -> dict[str, Any]:
    """What is known of the worker; `numbers` says which of hers are at hand: both, curp, nss or none."""
    if name not in stage.cast:
        move.place.refuse("unknown_person", who=name, known=", ".join(stage.cast))
    typed = {f"worker_{part}": stage.cast[name][part] for part in WORKER}
    if numbers not in ("both", "curp", "nss", "none"):
        move.place.refuse("not_an_option", key="numbers", given=numbers, options="both, curp, nss, none")
    if numbers in ("nss", "none"):
        typed |= {"worker_curp": None, "worker_birth_date": stage.cast[name]["born"]}
    if numbers in ("curp", "none"):
        typed["worker_nss"] = None
    return typed


def _pay(stage: Stage, move: Move, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Money arrives as it does in life: as a row of a bank's file, of which something becomes."""
    if move.month is None:
        move.place.refuse("missing_key", key="month")
    with stage.database.read() as session:
        affiliation = stage.case_of(session, move, "affiliation")
        line, missing = _line_to_pay(session, affiliation, move.month, data.get("issue"))
    amount = data.get("amount", missing)
    paid_on = data.get("paid_on", move.at.astimezone(stage.zone).date())
    named = _worker_as_typed(stage, move, data["names"])["worker_curp"] if "names" in data else ""
    row = (line, f"{amount:.2f}", paid_on, data.get("reference", f"R{move.number:04d}"), named, move.number)
    return {"amount": f"{amount:.2f}", "paid_on": paid_on.isoformat(), **_imported(stage, move, row)}


def _line_to_pay(session: Session, affiliation: Affiliation, month: date, issue: int | None) -> tuple[str, Decimal]:
    """The line that asks for a month (the latest, or the one issued as number `issue`), and what is missing on it."""
    period = period_of(session, affiliation, month)
    lines = [] if period is None else _lines_of(session, period)
    if period is None or not lines or (issue is not None and not 0 < issue <= len(lines)):
        raise NotReady(Sentence("replay.no_line", {"month": month}))
    return lines[(issue or 0) - 1], (period.amount or Decimal(0)) - period.paid_amount


def _lines_of(session: Session, period: ContributionPeriod) -> list[str]:
    issued = select(IssuedLine.line).where(IssuedLine.period_id == period.id)
    return list(session.scalars(issued.order_by(IssuedLine.issued_at, IssuedLine.replaced_at.nulls_last())))


def period_of(session: Session, affiliation: Affiliation, month: date) -> ContributionPeriod | None:
    """The latest period of a relation that covers a month."""
    mine = select(ContributionPeriod).where(
        ContributionPeriod.affiliation_id == affiliation.id, ContributionPeriod.first_month <= month
    )
    newest = mine.order_by(ContributionPeriod.opened_at.desc(), ContributionPeriod.first_month.desc())
    covering = (p for p in session.scalars(newest) if month < month_after(p.first_month, p.months))
    return next(covering, None)


def _imported(stage: Stage, move: Move, row: tuple[Any, ...]) -> Mapping[str, Any]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"banco-{move.number}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([HEADER, row])
        actor = stage.actors[move.who] if move.who else THE_SYSTEM
        file_id = payments.import_payments(stage.database, open_bank_file(path), move.at, actor).file_id
    with stage.database.read() as session:
        stored = session.scalars(select(PaymentRow).where(PaymentRow.file_id == file_id)).one()
        return {"fate": stored.fate, "why": stage.coded(loads(stored.note or "[]"))}


DOINGS: Mapping[str, Doing] = {
    "begin_registration": Doing(_begin_registration, _TEXTS, opens="registration"),
    "register": Doing(_register, _TEXTS, opens="registration"),
    "begin_affiliation": Doing(_begin_affiliation, _RELATION, required=("worker",), opens="affiliation"),
    "enrol": Doing(_enrol, _RELATION, required=("worker", "began_on", "pay_amount", "pay_each"), opens="affiliation"),
    "pay": Doing(_pay, _PAYMENT),
}
