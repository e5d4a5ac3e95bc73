"""The acta (T5), whole or of a visit that goes on another day, and the correction that is put beside a closed one.

It says what LFPA 67 wants and nothing of what somebody said alone: neither that there was an interview, nor in which
language, nor with whose help. The interpreter of a conversation is therefore no participant of the paper.
"""

from typing import Any

from inspection.papers.act import act
from inspection.papers.blocks import cited, facts, item_facts, listed, moment, term_blocks, term_facts, told
from inspection.papers.readers import EVERYBODY_PRESENT, PARTY
from inspection.visit import terms
from inspection.visit.capacities import named
from inspection.visit.papers.order_papers import (
    about_order,
    inspectors_of,
    inspectors_table,
    order_lines,
    order_named,
)
from inspection.visit.record_models import BREACH
from regime.sentences import Sentence
from workflow.context import Context
from workflow.paper import Paper
from workflow.sheet import Block, Heading, Notice, Signatures, Table, Text
from workflow.stored import loads

HOURS = ("began_at", "ended_at", "place_check", "attended", "capacity")
ADVICE = "orientation"
UNNAMED = "interpreter"


def acta_facts(context: Context) -> dict[str, Any]:
    """Everything that the closed acta says, once and for all."""
    advises = context.case.kind == ADVICE
    ends = None if advises else terms.observations_end(context)
    return {**visit_facts(context), "term": term_facts("observation_time", ends), "advises": advises}


def partial_facts(context: Context) -> dict[str, Any]:
    """What was written down until the pause, and the hour at which it goes on as agreed."""
    return {**visit_facts(context), "resume_at": context.case.resume_at, "paused_at": context.at}


def visit_facts(context: Context) -> dict[str, Any]:
    """What a visit showed (LFPA 67 I to IX), as far as it has come."""
    case, around, day = context.case, context.around, context.day
    return {
        **about_order(context),
        "hours": {
            "began_at": case.began_at or case.documents_served_at,
            "ended_at": case.ended_at,
            "place_check": Sentence(f"visit.place_check.{case.place_check}") if case.place_check else None,
            "attended": case.attended_name,
            "capacity": named(case.door_capacity) if case.door_capacity else None,
        },
        "way": way_of(context),
        "pauses": [
            {"at": event.effective_at, "until": loads(event.data).get("resume_at")} for event in around.taken("pause")
        ],
        "consents": [_consent(one) for one in around.consents()],
        "inspectors": inspectors_of(context),
        "participants": [_participant(one) for one in around.participants if one.part != UNNAMED],
        "no_witness_reason": case.no_witness_reason,
        "counts": {"women": case.women, "men": case.men},
        "items": [_answer(answer, day) for answer in around.answers],
        "statement": case.employer_statement or "",
        "copies": {"copies_to": case.copies_to, "electronic_notices": case.electronic_notices},
        "digest": case.acta_digest or "",
    }


def way_of(context: Context) -> str:
    """How it was done: in writing, with a permission to enter, by a judge's authorisation, or without entering."""
    case, around = context.case, context.around
    if case.documents_served_at is not None:
        return "desk"
    if around.taken("enter_with_authorisation"):
        return "authorised"
    return "consent" if around.taken("enter_with_consent") else "doorstep"


def _consent(one: Any) -> dict[str, Any]:
    return {
        "capacity": named(one.given_by),
        "rooms": [Sentence(f"visit.room.{room}") for room in one.rooms.split()],
        "given_at": one.given_at,
        "revoked_at": one.revoked_at,
    }


def _participant(one: Any) -> dict[str, Any]:
    return {
        "part": one.part,
        "name": one.name,
        "capacity": named(one.capacity) if one.capacity else None,
        "address": one.address,
        "proposed_by": one.proposed_by,
        "statement": one.statement,
        "signed": one.signed,
        "unsigned_reason": one.unsigned_reason,
    }


def _answer(answer: Any, day: Any) -> dict[str, Any]:
    breached = answer.result == BREACH
    return {
        **item_facts(answer.item, day),
        "result": answer.result,
        "evidence": answer.evidence,
        "remark": answer.remark,
        "workers": answer.workers,
        "measure": Sentence(f"checklist.{answer.item}.measure") if breached else None,
    }


def acta_body(paper: Paper) -> tuple[Block, ...]:
    """The visit, then the days for observations, then signatures."""
    f, t = paper.facts, paper.t
    clause = (Text(t("paper.acta.advice")),) if f["advises"] else observation_clause(paper)
    return (
        *visit_blocks(paper),
        *clause,
        Heading(t("paper.acta.copies")),
        facts(paper, "paper.acta", f["copies"], "copies_to", "electronic_notices"),
        Text(t("paper.acta.digest", digest=f["digest"]), "quiet"),
    )


def observation_clause(paper: Paper) -> tuple[Block, ...]:
    """The five days (LFPA 68): by when, how they are counted, and that they are not prolonged."""
    t, term = paper.t, paper.facts["term"]
    return (
        Heading(t("paper.acta.observations")),
        Text(t("paper.acta.observations_text", days=term["length"] if term else "")),
        *term_blocks(paper, "paper.acta.observations_by", term),
    )


def partial_body(paper: Paper) -> tuple[Block, ...]:
    """The same, with the hour at which it goes on instead of the days for observations."""
    goes_on = facts(paper, "paper.partial_acta", {name: paper.facts[name] for name in ("paused_at", "resume_at")})
    return (goes_on, *visit_blocks(paper))


def visit_blocks(paper: Paper) -> tuple[Block, ...]:
    """Hours, place, who came, who took part, what was found, what the employer says."""
    f, t = paper.facts, paper.t
    return (
        order_lines(paper),
        Heading(t("paper.acta.beginning")),
        facts(paper, "paper.acta", f["hours"], *HOURS),
        inspectors_table(paper, f["inspectors"]),
        Text(t("paper.acta.identified")),
        *_way(paper),
        *listed(paper, "paper.acta.pauses", (_pause(paper, pause) for pause in f["pauses"])),
        Heading(t("paper.acta.participants")),
        *_participants(paper),
        facts(paper, "paper.acta", {**f, **f["counts"]}, "no_witness_reason", "women", "men"),
        Heading(t("paper.acta.found")),
        *_items(paper),
        Heading(t("paper.acta.statement")),
        Text(f["statement"] or t("paper.acta.no_statement")),
        Text(t("paper.acta.alone"), "quiet"),
    )


def _way(paper: Paper) -> tuple[Block, ...]:
    f, t = paper.facts, paper.t
    return (
        Notice(t(f"paper.acta.way.{f['way']}")),
        *listed(paper, "paper.acta.consents", (_consented(paper, one) for one in f["consents"])),
    )


def _consented(paper: Paper, one: Any) -> str:
    rooms = ", ".join(paper.say(room) for room in one["rooms"])
    line = paper.t(
        "paper.acta.consented", who=paper.say(one["capacity"]), rooms=rooms, at=moment(paper, one["given_at"])
    )
    ended = one["revoked_at"]
    return f"{line} {paper.t('paper.acta.consent_ended', at=moment(paper, ended))}" if ended else line


def _pause(paper: Paper, pause: Any) -> str:
    until = moment(paper, pause["until"]) if pause["until"] else ""
    return paper.t("paper.acta.paused", at=moment(paper, pause["at"]), until=until)


def _participants(paper: Paper) -> tuple[Block, ...]:
    t = paper.t
    head = tuple(t(f"paper.participant.{name}") for name in ("name", "part", "signed"))
    rows = tuple(
        (
            ", ".join(part for part in (one["name"], one["address"]) if part),
            _part(paper, one),
            t("paper.participant.yes") if one["signed"] else t("paper.participant.why", why=one["unsigned_reason"]),
        )
        for one in paper.facts["participants"]
    )
    said = (
        t("paper.participant.said", name=one["name"], what=one["statement"])
        for one in paper.facts["participants"]
        if one["statement"]
    )
    return (Table(head, rows, numbers_from=len(head)), *listed(paper, "paper.participant.statements", said))


def _part(paper: Paper, one: Any) -> str:
    proposed = paper.t("paper.participant.proposed", by=one["proposed_by"]) if one["proposed_by"] else ""
    capacity = paper.say(one["capacity"]) if one["capacity"] else ""
    return " · ".join(part for part in (paper.t(f"visit.part.{one['part']}"), capacity, proposed) if part)


def _items(paper: Paper) -> tuple[Block, ...]:
    """What every item showed; of a breach also what shows it, how many it touches, and what would correct it."""
    t = paper.t
    blocks: list[Block] = []
    for item in paper.facts["items"]:
        asked = paper.say(item["question"]) if item["question"] else ""
        shown = {
            "result": t(f"visit.result.{item['result']}"),
            "articles": cited(item["articles"]),
            "evidence": item["evidence"],
            "workers": item["workers"],
            "measure": item["measure"],
            "remark": item["remark"],
        }
        blocks += [
            Heading(t("paper.acta.item", number=item["number"], question=asked), 3),
            facts(paper, "paper.acta", shown),
        ]
    return tuple(blocks)


def signatures(paper: Paper) -> tuple[Block, ...]:
    """A line for everybody who signed; why somebody did not stands in the table."""
    signed = [one["name"] for one in paper.facts["participants"] if one["signed"]]
    pairs = [tuple(signed[start : start + 3]) for start in range(0, len(signed), 3)]
    return tuple(Signatures(names) for names in pairs)


def correction_facts(context: Context) -> dict[str, Any]:
    """What is set right about an acta that stays as it is."""
    case = context.case
    return {
        **about_order(context),
        "acta": {"began_at": case.began_at or case.documents_served_at, "ended_at": case.ended_at},
        "digest": case.acta_digest or "",
        "correction": context.comment or "",
    }


def correction_body(paper: Paper) -> tuple[Block, ...]:
    """Which acta, and what is right."""
    f = paper.facts
    return (
        order_named(paper),
        facts(paper, "paper.acta", f["acta"], "began_at", "ended_at"),
        *told(paper, "paper.acta_correction.what", f["correction"]),
        Text(paper.t("paper.acta_correction.stays")),
        Text(paper.t("paper.acta.digest", digest=f["digest"]), "quiet"),
    )


ACTA_PAPERS = (
    act("acta", EVERYBODY_PRESENT, acta_facts, acta_body, after=signatures, signed=False),
    act("partial_acta", PARTY, partial_facts, partial_body, after=signatures, signed=False),
    act("acta_correction", EVERYBODY_PRESENT, correction_facts, correction_body),
)
