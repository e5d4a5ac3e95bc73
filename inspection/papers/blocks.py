"""Blocks that papers of inspection share: facts that are known, items of the checklist, terms, the basis, the mark."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from inspection.checklist import items
from inspection.time_limits import Due
from inspection.time_limits import basis as basis_of
from regime.due_dates import DueDate
from regime.law import article
from regime.sentences import Sentence
from regime.values import UnknownValue
from workflow import words
from workflow.context import Context
from workflow.paper import Paper
from workflow.sheet import Block, Facts, Figure, Heading, Link, Points, Text
from workflow.typesetting import link

Row = tuple[str, str]
TOLD_OTHERWISE = frozenset({"deadline.days_not_counted"})  # a paper lists the days, where a page has a table
# What shows an item on paper; what is said or seen shows it too, but nobody can hand it in.
NO_PAPERS = frozenset({"interview", "interview_alone", "seen_with_consent", "photos", "messages", "dates"})


def rows(*pairs: tuple[str, Any]) -> tuple[Row, ...]:
    """The terms of which something is known, as words."""
    return tuple((term, str(value)) for term, value in pairs if value not in (None, "", ()))


def facts(paper: Paper, prefix: str, values: Mapping[str, Any], *names: str) -> Facts:
    """Values under the terms `<prefix>.<name>`, in the order of the names; what is not known is left out.

    Without names all of them, in the order of the mapping: what was frozen comes back in the order of the alphabet.
    """
    wanted = names or tuple(values)
    return Facts(rows(*((paper.t(f"{prefix}.{name}"), written(paper, values.get(name))) for name in wanted)))


def written(paper: Paper, value: Any) -> str | None:  # noqa: PLR0911 - one return per kind of value
    """A value as a paper says it."""
    match value:
        case None | "":
            return None
        case bool():
            return paper.t("paper.yes" if value else "paper.no")
        case Sentence():
            return paper.say(value)
        case datetime():
            return moment(paper, value)
        case date():
            return paper.day(value)
        case Decimal():
            return paper.money(value)
        case int():
            return paper.number(value)
        case _:
            return str(value)


def moment(paper: Paper, at: datetime) -> str:
    """A moment on the clock of the home."""
    return words.moment(paper.language, at, ZoneInfo(paper.facts.get("zone", "America/Mexico_City")))


def listed(paper: Paper, code: str, texts: Iterable[str]) -> tuple[Block, ...]:
    """A heading with a list under it; nothing without a list."""
    found = tuple(texts)
    return (Heading(paper.t(code)), Points(found)) if found else ()


def told(paper: Paper, code: str, text: str | None) -> tuple[Block, ...]:
    """A heading with what was said under it; nothing where nothing was."""
    return (Heading(paper.t(code)), Text(text)) if text else ()


# Items of the checklist.


def item_facts(number: int, day: date) -> dict[str, Any]:
    """An item as papers name it: its question, which papers show it, the articles behind it."""
    item = items().get(number)
    if item is None:
        return {"number": number, "question": "", "papers": [], "articles": []}
    return {
        "number": number,
        "question": _question(item, day),
        "papers": [Sentence(f"checklist.evidence.{code}") for code in item.evidence if code not in NO_PAPERS],
        "articles": list(item.basis),
    }


def _question(item: Any, day: date) -> Sentence:
    """The question with the figures of the day; where a figure is not known yet, what would correct the breach."""
    try:
        found: Sentence = item.question(day)
    except UnknownValue:
        found = item.measure
    return found


def numbers(given: str | None) -> list[int]:
    """The numbers of items as a case keeps them."""
    return [int(number) for number in (given or "").split() if number.isdigit()]


def documents_asked(context: Context) -> list[dict[str, Any]]:
    """Which documents are asked for, by item."""
    return [item_facts(number, context.day) for number in numbers(context.case.documents_asked)]


def item_line(paper: Paper, item: Mapping[str, Any]) -> str:
    """An item in a list: number, question, articles."""
    asked = paper.say(item["question"]) if item["question"] else ""
    return paper.t("paper.item", number=item["number"], question=asked, articles=cited(item["articles"]))


def document_line(paper: Paper, item: Mapping[str, Any]) -> str:
    """The same with the papers that show it."""
    shown = ", ".join(paper.say(sentence) for sentence in item["papers"])
    line = item_line(paper, item)
    return paper.t("paper.item_papers", line=line, papers=shown) if shown else line


def cited(keys: Sequence[str]) -> str:
    """Articles one after another."""
    return ", ".join(article(key).cited for key in keys)


# Terms.


def term_facts(name: str, ends: DueDate | None) -> dict[str, Any] | None:
    """A term as a party is told it: the earliest day, how long, by which calendar and article, how it was counted."""
    if ends is None:
        return None
    return {
        "due": ends.due,
        "length": ends.length,
        "calendar": ends.calendar,
        "explanation": [said for said in ends.explanation if said.code not in TOLD_OTHERWISE],
        "skipped": [skipped.day for skipped in ends.skipped],
        "articles": list(basis_of(name)),
    }


def term_with(context: Context, due: Due, **columns: Any) -> DueDate | None:
    """A term as it would run if the case held these columns: of one measure among several, for example."""
    case = SimpleNamespace(**{**vars(context.case), **columns})
    return due(replace(context, case=case))


def term_blocks(paper: Paper, code: str, term: Mapping[str, Any] | None) -> tuple[Block, ...]:
    """The last day, large, with its rule and calendar below; nothing where no term runs."""
    if term is None:
        return ()
    t, day = paper.t, term["due"]
    due = t("paper.term.paused") if day is None else paper.weekday_and_day(day)
    calendar = f"calendar.{term['calendar']}.name"
    named = t(calendar) if words.knows(calendar, paper.language) else term["calendar"]
    rule = t("paper.term.rule", days=term["length"], calendar=named, articles=cited(term["articles"]))
    return (
        Figure(t(code), due, rule),
        *(Text(paper.say(sentence), "quiet") for sentence in term["explanation"]),
        *((Text(t("paper.term.skipped", days=term["skipped"]), "quiet"),) if term["skipped"] else ()),
    )


# The end of every paper.


def basis(paper: Paper, keys: Sequence[str], procedure: str) -> tuple[Block, ...]:
    """The articles on which the act rests, and the law of procedure."""
    laws: dict[str, list[str]] = {}
    for key in dict.fromkeys(keys):
        laws.setdefault(article(key).law, []).append(article(key).cited)
    points = [f"{law}: {', '.join(found)}" for law, found in laws.items()]
    if procedure:
        points.append(paper.t("paper.act.procedure", law=procedure))
    return listed(paper, "paper.act.basis", points)


def checked_by(paper: Paper) -> Link:
    """The code and the folio, with what the page behind them says."""
    t, check = paper.t, paper.facts["check"]
    return link(
        check["address"],
        alt=t("paper.check.alt"),
        title=t("paper.check"),
        text=t("paper.act.check_text"),
        folio=check["folio"],
    )
