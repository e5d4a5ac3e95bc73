"""An act of the authority as a paper: head, body, basis, recourse, signatures and check mark, each in its place.

    act("archive", PARTY, facts, body, title="archive", recourse=True)

`facts(context)` answers with what only this act says, `body(paper)` with its blocks; the rest is the same for all. The
words are `paper.<code>.title` and `paper.<code>.lead` of a catalogue of the package. It is written in Spanish, as every
act of an authority is, and names nobody in its title. Nothing here fails for what is not known: a step is never stopped
by its paper.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from inspection.papers.blocks import basis, checked_by, moment, rows
from regime.sentences import Sentence
from workflow.context import Context, Role
from workflow.definition import DocumentKind
from workflow.paper import Paper
from workflow.sheet import Block, Facts, Heading, Sheet, Signatures, Text
from workflow.words import DEFAULT_LANGUAGE

FactsOf = Callable[[Context], Mapping[str, Any]]
Body = Callable[[Paper], tuple[Block, ...]]


def act(
    code: str,
    readers: tuple[Role, ...],
    facts: FactsOf,
    body: Body,
    *,
    words: str = "",
    after: Body = lambda _paper: (),
    signed: bool = True,
    recourse: bool = False,
    **more: Any,
) -> DocumentKind:
    """The declaration of an act that anybody can check.

    `words` names its texts where they are those of another kind, `after` is what stands below the basis (signatures of
    others), `signed` whether the officer who took the step signs it, `recourse` whether it says how it is challenged
    (LFPA 39).
    """
    lay_out = partial(_sheet, words or code, body, after, signed)
    frozen = partial(_frozen, facts, recourse)
    return DocumentKind(code, readers, frozen, lay_out, language=_in_spanish, checkable=True, **more)


def _in_spanish(_context: Context) -> str:
    return DEFAULT_LANGUAGE


def _frozen(facts: FactsOf, recourse: bool, context: Context) -> dict[str, Any]:
    """What every act says, and what this one does."""
    around, home, rules, action = context.around, context.around.home, context.around.rules, context.action
    return {
        "authority": rules.name if rules else "",
        "office_address": rules.address if rules else "",
        "office_phone": rules.phone if rules else "",
        "procedure": rules.rules["procedure"].says if rules else "",
        "notice": rules.notice if rules else None,
        "file": home.folio,
        "employer": home.employer,
        "home": home.address,
        "issued_in": ", ".join(part for part in (home.municipality, home.state) if part),
        "issued_at": context.at,
        "officer": around.officer_name(context.actor.login_id),
        "officer_role": min(context.roles & action.roles).code if action and context.roles & action.roles else "",
        "zone": str(around.zone),
        "articles": list(action.basis) if action else [],
        "recourse": _recourse(context) if recourse else None,
        **facts(context),
    }


def _recourse(context: Context) -> dict[str, Any] | None:
    """Before whom it can be challenged and within how many days, by what the authority says of itself."""
    rules = context.around.rules
    if rules is None:
        return None
    recourse, court = rules.rules["recourse"], rules.rules["court"]
    return {"says": recourse.says, "days": recourse.days, "court": court.says, "court_days": court.days}


def _sheet(words: str, body: Body, after: Body, signed: bool, paper: Paper) -> Sheet:
    facts, t = paper.facts, paper.t
    return Sheet(
        t(f"paper.{words}.title"),
        (
            Text(t(f"paper.{words}.lead"), "lead"),
            Facts(_head(paper)),
            *body(paper),
            *basis(paper, facts["articles"], facts["procedure"]),
            *_challenge(paper),
            *after(paper),
            *((Signatures((_officer(paper),)),) if signed else ()),
            checked_by(paper),
            *_federal_rules(paper),
        ),
        t("paper.act.foot", authority=facts["authority"], day=paper.issued()),
    )


def _head(paper: Paper) -> tuple[tuple[str, str], ...]:
    facts, t = paper.facts, paper.t
    at = moment(paper, facts["issued_at"])
    return rows(
        (t("paper.act.authority"), facts["authority"]),
        (t("paper.act.office"), facts["office_address"] or t("paper.act.by_hand")),
        (t("paper.act.phone"), facts["office_phone"] or t("paper.act.by_hand")),
        (t("paper.act.file"), facts["file"]),
        (
            t("paper.act.issued"),
            t("paper.act.place_and_time", place=facts["issued_in"], at=at),
        ),
        (t("paper.act.employer"), facts["employer"] or t("paper.act.unnamed_employer")),
        (t("paper.act.home"), facts["home"]),
    )


def _challenge(paper: Paper) -> tuple[Block, ...]:
    recourse, t = paper.facts["recourse"], paper.t
    if not recourse:
        return ()
    return (
        Heading(t("paper.act.recourse")),
        Text(t("paper.act.recourse_text", says=recourse["says"], days=recourse["days"] or "")),
        Text(t("paper.act.court_text", court=recourse["court"], days=recourse["court_days"] or "")),
    )


def _officer(paper: Paper) -> str:
    """Whoever took the step, by name and office."""
    facts = paper.facts
    if not facts["officer"]:
        return paper.t("paper.signs.officer")
    role = f"role.{facts['officer_role']}"
    return f"{facts['officer']} · {paper.t(role)}"


def _federal_rules(paper: Paper) -> tuple[Block, ...]:
    """Which rules of the authority are the federal ones, as nobody has read its own."""
    notice = paper.facts["notice"]
    if not isinstance(notice, Sentence):
        return ()
    return (Text(paper.t("paper.act.federal_rules", rules=notice.params["rules"]), "quiet"),)
