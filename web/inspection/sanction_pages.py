"""Sanctions and challenges on the pages of cases: breaches, what was weighed, the explained fine, what was filed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from inspection.models import InspectionFile
from inspection.sanction.challenge import CHALLENGE
from inspection.sanction.papers import named
from inspection.sanction.sanction import SANCTION
from inspection.sanction.sanction_models import Challenge, Sanction, SanctionBreach, SanctionCriterion, SanctionFiling
from inspection.visit.inspection_models import Inspection
from regime.fines import CRITERIA
from regime.law import article
from regime.sentences import Sentence
from web.casework.case_links import visible_cases
from web.casework.case_search import name_matches, search_for
from web.casework.case_summaries import Description, Section, Summary, describe_cases
from web.casework.enrolment_cases import facts
from web.casework.timeline import Reader
from web.edge.language import long_day, money, say, t
from web.inspection import sanction_forms
from web.inspection.evidence_pages import evidence_links
from workflow.stored import loads

# Importing the forms is what makes them known.
__all__ = ["describe", "sanction_forms"]


def folio_of(session: Session, case: Any) -> str:
    """A matter of a file is called by its folio in lists: neither home nor employer."""
    return session.get_one(InspectionFile, case.file_id).folio


def sanction_summary(session: Session, case: Sanction, reader: Reader) -> Summary:
    """What is imputed and what became of it; how it was weighed is for officers until the decision is served."""
    served = case.notified_at is not None
    told = reader.is_official or served
    breaches = list(_rows(session, SanctionBreach, case.id, SanctionBreach.item))
    sections = [Section(t("sanction.about"), _about(case, told=told))]
    sections += [Section(say(named(one.item)), _breach(one, told=told)) for one in breaches]
    if told:
        sections += [Section(t("sanction.criteria"), _criteria(session, case)), _fine(case)]
    sections.append(Section(t("sanction.filings"), _filings(session, case)))
    related = [session.get_one(Inspection, case.inspection_id), *_challenges(session, case)]
    return Summary(
        heading=folio_of(session, case),
        sections=tuple(section for section in sections if section.rows),
        related=visible_cases(session, reader, related),
        links=evidence_links(session, case, reader),
        personal=True,
    )


def _rows(session: Session, model: type[Any], sanction_id: Any, order: Any) -> Iterable[Any]:
    return session.scalars(select(model).where(model.sanction_id == sanction_id).order_by(order))


def _challenges(session: Session, case: Sanction) -> list[Any]:
    return list(_rows(session, Challenge, case.id, Challenge.filed_on))


def _about(case: Sanction, *, told: bool) -> tuple[tuple[str, str], ...]:
    decided = (
        ("sanction.decided_on", case.decided_on),
        ("sanction.field.sense", t(f"sanction.sense.{case.sense}") if case.sense else None),
        ("sanction.total", money(case.total) if case.total is not None else None),
        ("sanction.field.instalments", str(case.instalments) if case.instalments else None),
    )
    return facts(
        ("sanction.acta_on", case.acta_on),
        ("sanction.in_default", t("challenge.yes") if case.in_default else None),
        *(decided if told else ()),
        ("sanction.field.credit_number", case.credit_number),
        ("sanction.field.treasury", case.treasury),
        ("sanction.field.collected", t(f"sanction.collected.{case.collected}") if case.collected else None),
        ("sanction.field.collected_on", case.collected_on),
        ("sanction.field.collected_amount", money(case.collected_amount) if case.collected_amount else None),
    )


def _breach(breach: SanctionBreach, *, told: bool) -> tuple[tuple[str, str], ...]:
    verdict = {True: t("sanction.verdict.proved"), False: t("sanction.verdict.unproved")}
    weighed = (
        ("sanction.verdict", None if breach.proved is None else verdict[breach.proved]),
        ("sanction.weighing", breach.weighing),
        ("sanction.chosen", None if breach.chosen is None else f"{breach.chosen:f}"),
    )
    return facts(
        ("sanction.broken", ", ".join(article(key).cited for key in breach.broken.split())),
        ("sanction.provision", f"LFT {breach.provision}" if breach.provision else None),
        ("sanction.evidence", breach.evidence or (t("sanction.presumed") if breach.presumed else None)),
        ("sanction.workers", str(breach.workers)),
        ("sanction.violated_on", breach.violated_on),
        *(weighed if told else ()),
        (
            "sanction.corrected_on",
            long_day(breach.corrected_on) if breach.corrected_on else t("sanction.not_corrected"),
        ),
    )


def _criteria(session: Session, case: Sanction) -> tuple[tuple[str, str], ...]:
    reasons = {row.criterion: row.reason for row in _rows(session, SanctionCriterion, case.id, SanctionCriterion.id)}
    return tuple((t(f"fine.criterion.{name}"), reasons[name]) for name in CRITERIA if name in reasons)


def _fine(case: Sanction) -> Section:
    """The fine line by line, how each came about, and the total by the other reading of the UMA."""
    if not case.statement or case.total is None:
        return Section(t("sanction.statement"), ())
    statement = loads(case.statement)
    rows = [(say(named(line["item"])), _line(line)) for line in statement["lines"]]
    rows += [("", say(Sentence.from_json(sentence))) for sentence in statement["explanation"]]
    rows.append((t("sanction.total"), money(case.total)))
    other = statement["other"]
    if other and other["total"] and other["total"] != statement["total"]:
        rows.append((t("sanction.other_reading"), money(Decimal(other["total"]))))
    return Section(t("sanction.statement"), tuple(rows))


def _line(line: Any) -> str:
    if line.get("withdrawn_on"):
        return t("sanction.action.withdraw_part.done")
    fine, total = money(Decimal(line["amount"])), money(Decimal(line["total"]))
    return t("sanction.line", fine=fine, workers=line["workers"], total=total)


def _filings(session: Session, case: Sanction) -> tuple[tuple[str, str], ...]:
    found = _rows(session, SanctionFiling, case.id, SanctionFiling.id)
    return tuple((t(f"sanction.filing.{one.kind}"), _filed(one)) for one in found)


def _filed(filing: SanctionFiling) -> str:
    late = [t("sanction.filing.late")] if filing.is_late else []
    return " · ".join([long_day(filing.filed_on), *late])


def challenge_summary(session: Session, case: Challenge, reader: Reader) -> Summary:
    """What was filed, before whom, whether collection is suspended, and how it ended."""
    about = facts(
        ("challenge.kind", t(f"challenge.kind.{case.kind}")),
        ("challenge.filed_on", case.filed_on),
        ("challenge.is_late", t("challenge.yes") if case.is_late else None),
        ("challenge.body", case.body),
        ("challenge.reference", case.reference),
        ("sanction.field.suspension_asked", t("challenge.yes") if case.suspension_asked else None),
        ("sanction.field.guaranteed", t("challenge.yes") if case.guaranteed else None),
        ("challenge.suspension", t(f"challenge.suspension.{case.suspension}") if case.suspension else None),
        ("challenge.decided_on", case.decided_on),
        ("challenge.effective_on", case.effective_on),
        ("challenge.by_summary", t("challenge.yes") if case.by_summary else None),
    )
    related = visible_cases(session, reader, [session.get_one(Sanction, case.sanction_id)])
    sections = (Section(t("challenge.about"), about),)
    return Summary(heading=folio_of(session, case), sections=sections, related=related, personal=True)


def _in_files(text: str, column: Any) -> ColumnElement[bool]:
    """Matters of the files of a folio, or of an employer of that name."""
    known = or_(
        InspectionFile.folio == func.upper(text.strip()),
        name_matches(text, InspectionFile.employer_name.expression),
    )
    found: ColumnElement[bool] = column.in_(select(InspectionFile.id).where(known))
    return found


def sanctions(text: str) -> ColumnElement[bool]:
    """By the folio of the file, by what the employer is called, or by the number of the credit."""
    return or_(_in_files(text, Sanction.file_id), Sanction.credit_number == text.strip())


def challenges(text: str) -> ColumnElement[bool]:
    """By the folio of the file, by what the employer is called, or by the number of the suit."""
    return or_(_in_files(text, Challenge.file_id), Challenge.reference == text.strip())


def describe() -> None:
    """Make sanctions and challenges known to the generic pages."""
    describe_cases(SANCTION.name, Description(folio_of, sanction_summary))
    describe_cases(CHALLENGE.name, Description(folio_of, challenge_summary))
    search_for(SANCTION.name, sanctions)
    search_for(CHALLENGE.name, challenges)
