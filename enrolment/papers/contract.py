"""The written contract, ready to sign, with the ten items of LFT 331 Ter; what is not known is left to be filled in."""

from collections.abc import Callable

from enrolment.papers.relation import days_words, hours_words, known, pay_words, payday_words
from regime.integration import vacation_days
from regime.law import article
from regime.parameters import parameter
from workflow.paper import Paper
from workflow.sheet import Block, Facts, Heading, Sheet, Signatures, Text

BLANK = "_" * 38
FIRST_YEAR = 1


def template(paper: Paper) -> Sheet:
    """The contract. Item by item as the article counts them, then social security, the copies and the signatures."""
    t = paper.t
    blocks: list[Block] = [Text(t("paper.contract.lead"), "lead")]
    for number, item in enumerate(ITEMS, start=1):
        blocks += [Heading(f"{number}. {t(f'paper.contract.{number}')}"), *item(paper)]
    blocks += [
        Heading(t("paper.contract.insurance")),
        Text(t("paper.contract.insurance.text")),
        Text(t("paper.contract.copies")),
        Text(t("paper.contract.signed", blank=BLANK)),
        Signatures((t("paper.worker"), t("paper.household"))),
        Text(t("paper.contract.basis", article=article("lft_331ter").cited), "quiet"),
    ]
    return Sheet(t("paper.contract.title"), tuple(blocks), t("paper.foot", day=paper.issued()))


def _parties(paper: Paper) -> tuple[Block, ...]:
    facts = paper.facts
    rows = [(paper.t("paper.worker"), facts["worker"]), (paper.t("paper.household"), facts["household"])]
    return (Facts(known(rows)),)


def _place(paper: Paper) -> tuple[Block, ...]:
    return (Text(paper.facts["address"] or BLANK),)


def _beginning(paper: Paper) -> tuple[Block, ...]:
    return (Text(paper.t("paper.contract.beginning", day=paper.facts["began_on"], blank=BLANK)),)


def _kind_of_work(paper: Paper) -> tuple[Block, ...]:
    return (Text(paper.t("paper.contract.kind", blank=BLANK)),)


def _pay(paper: Paper) -> tuple[Block, ...]:
    words = (pay_words(paper), paper.t("paper.contract.pay", blank=BLANK), payday_words(paper))
    return tuple(Text(said) for said in words if said)


def _hours(paper: Paper) -> tuple[Block, ...]:
    hours = hours_words(paper) or BLANK
    rows = [(paper.t("paper.days"), days_words(paper) or BLANK), (paper.t("paper.hours_term"), hours)]
    return (Facts(known(rows)), Text(paper.t("paper.contract.clock", blank=BLANK)))


def _rest(paper: Paper) -> tuple[Block, ...]:
    day = paper.made_at.date()
    premium = parameter("vacation_premium").on(day).value * 100
    days = vacation_days(day, FIRST_YEAR)
    words = paper.t("paper.contract.rest", days=paper.number(days), premium=paper.number(premium))
    return (Text(words), Text(paper.t("paper.contract.daily_rest")))


def _in_kind(paper: Paper) -> tuple[Block, ...]:
    return (Text(paper.t(f"paper.contract.in_kind.{paper.facts['in_kind']}")),)


def _ending(paper: Paper) -> tuple[Block, ...]:
    return (Text(paper.t("paper.contract.ending")),)


def _tools(paper: Paper) -> tuple[Block, ...]:
    return (Text(paper.t("paper.contract.tools", blank=BLANK)),)


# In the order of the fractions I to X of LFT 331 Ter.
ITEMS: tuple[Callable[[Paper], tuple[Block, ...]], ...] = (
    _parties,
    _place,
    _beginning,
    _kind_of_work,
    _pay,
    _hours,
    _rest,
    _in_kind,
    _ending,
    _tools,
)
