"""Terms and policies in, explained statement out: the contributions of one month (LSS 25 to 39, 239-A to 239-H)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from regime.base_wage import Reckoning, reckoning
from regime.branches_due import due_on, never_due
from regime.law import article
from regime.notices import notices_of
from regime.policies import Policies
from regime.rates import HOUSING, OLD_AGE, WORK_RISK, Rate
from regime.rounding import to_cents, to_ten_decimals
from regime.statement import Line, Statement
from regime.terms import Terms

EMPLOYER, WORKER = "employer", "worker"
ROUNDING = "rounding"
CFF_URL = "https://www.diputados.gob.mx/LeyesBiblio/pdf/CFF.pdf"
_PERCENT_DECIMALS = Decimal("0.001")


class _Span(NamedTuple):
    """Some of the insured days: how many, of which kind (none: ordinary), and the branches due on them (none: all)."""

    days: Decimal
    kind: str = ""
    due: Mapping[str, str] | None = None


class _Amount(NamedTuple):
    """One rate applied to a span, before rounding; a tuple because there are fourteen of them in every statement."""

    rate: Rate
    share: Decimal
    exact: Decimal
    base_shown: Decimal
    span: _Span


def contributions(terms: Terms, policies: Policies | None = None) -> Statement:
    """The contributions of the month of `terms`, explained line by line.

    Raises `UnknownValue` for a day outside the known values (unless policy `projection` allows a projection) and
    `UnknownScheme` for a regime that does not exist.
    """
    case = reckoning(terms, policies or Policies())
    amounts = [amount for span in _spans(case) for amount in _amounts(case, span)]
    lines = _lines(amounts, case.basis.employer_bears_worker_share)
    if case.policies.rounding == "total":
        lines += _rounding_lines(lines, amounts)
    return _statement(case, amounts, lines)


def _spans(case: Reckoning) -> list[_Span]:
    basis, day = case.basis, case.terms.day
    ordinary = [_Span(basis.ordinary_days)]
    return ordinary + [_Span(some.days, some.kind, due_on(some.kind, day)) for some in basis.partial_days]


def _amounts(case: Reckoning, span: _Span) -> list[_Amount]:
    basis, rates = case.basis, case.rates
    bases = {
        "uma": rates.uma * span.days,
        "excess": max(Decimal(0), basis.base_wage - rates.excess_over) * span.days,
        "wage": basis.base_wage * span.days,
    }
    shown = {base: to_ten_decimals(amount) for base, amount in bases.items()}
    with_housing = _housing_is_due(case)
    never = never_due(case.terms.situations, case.terms.day)
    found = []
    for rate in rates.rates:
        base = bases[rate.base]
        due = rate.concept not in never and (span.due is None or rate.concept in span.due)
        if base and due and (rate.concept != HOUSING or with_housing):
            share = _share(rate, case)
            found.append(_Amount(rate, share, base * share, shown[rate.base], span))
    return found


def _share(rate: Rate, case: Reckoning) -> Decimal:
    if rate.concept == WORK_RISK and case.terms.risk_rate is not None:
        return case.terms.risk_rate
    if rate.concept == OLD_AGE and rate.share == EMPLOYER:
        return case.rates.old_age_rate(rate.value, case.basis.base_wage, case.policies)
    return rate.value.value


def _housing_is_due(case: Reckoning) -> bool:
    if case.terms.housing is not None:
        return case.terms.housing
    return case.scheme.housing and case.terms.day >= case.policies.housing_since


def _lines(amounts: list[_Amount], employer_bears_worker_share: bool) -> list[Line]:
    """Every amount in cents. A branch due on days of several kinds is rounded as one sum, as if its days were alike."""
    so_far: dict[tuple[str, str], Decimal] = {}
    lines = []
    for amount in amounts:
        branch = (amount.rate.concept, amount.rate.share)
        before = so_far.get(branch, Decimal(0))
        so_far[branch] = before + amount.exact
        lines.append(_line(amount, to_cents(so_far[branch]) - to_cents(before), employer_bears_worker_share))
    return lines


def _line(amount: _Amount, cents: Decimal, employer_bears_worker_share: bool) -> Line:
    rate, span = amount.rate, amount.span
    return Line(
        concept=rate.concept,
        share=rate.share,
        payer=EMPLOYER if employer_bears_worker_share else rate.share,
        base=amount.base_shown,
        rate=amount.share,
        amount=cents,
        parameter=rate.value.parameter,
        source=rate.value.source.title,
        url=rate.value.source.url,
        kind=span.kind,
        days=None if span.due is None else span.days,
        article="" if span.due is None else article(span.due[rate.concept]).cited,
    )


def _rounding_lines(lines: list[Line], amounts: list[_Amount]) -> list[Line]:
    """What makes the rounded lines add up to sums that are rounded once (D-5 `total`).

    Housing and the worker's share are each rounded as a sum; the employer, who pays the bill, takes the last cent.
    """
    worker_exact = sum((a.exact for a in amounts if a.rate.share == WORKER), Decimal(0))
    worker_lines = sum((line.amount for line in lines if line.share == WORKER), Decimal(0))
    total_exact = sum((a.exact for a in amounts), Decimal(0))
    total_lines = sum((line.amount for line in lines), Decimal(0))
    for_worker = to_cents(worker_exact) - worker_lines
    for_employer = to_cents(total_exact) - total_lines - for_worker
    worker_payer = next((line.payer for line in lines if line.share == WORKER), WORKER)
    differences = ((WORKER, worker_payer, for_worker), (EMPLOYER, EMPLOYER, for_employer))
    return [
        Line(ROUNDING, share, payer, None, None, difference, "", "CFF art. 20", CFF_URL)
        for share, payer, difference in differences
        if difference
    ]


def _statement(case: Reckoning, amounts: list[_Amount], lines: list[Line]) -> Statement:
    basis = case.basis
    infonavit = sum((line.amount for line in lines if line.concept == HOUSING), Decimal(0))
    total = sum((line.amount for line in lines), Decimal(0))
    worker_share = sum((line.amount for line in lines if line.share == WORKER), Decimal(0))
    borne = worker_share if basis.employer_bears_worker_share else Decimal(0)
    old_age = next(r for r in case.rates.rates if r.concept == OLD_AGE and r.share == EMPLOYER)
    return Statement(
        day=case.terms.day,
        regime=case.scheme.code,
        employer=to_cents(total - infonavit - worker_share),
        worker=to_cents(worker_share - borne),
        worker_paid_by_employer=to_cents(borne),
        infonavit=to_cents(infonavit),
        total=to_cents(total),
        unrounded_total=to_ten_decimals(sum((a.exact for a in amounts), Decimal(0))),
        base_wage=to_cents(basis.base_wage),
        days=basis.days,
        ceav_employer_rate=(_share(old_age, case) * 100).quantize(_PERCENT_DECIMALS),
        lines=tuple(lines),
        notices=notices_of(case),
    )
