"""Every state, step, clock, sentence and notice of enrolment has its words, in Spanish and in English."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest

import enrolment
from enrolment.lifecycle import LIFECYCLES
from enrolment.money.contribution_rules import months_covered
from enrolment.pending.task_kinds import KINDS
from enrolment.relation.affiliation_checks import END_REASONS
from regime.sentences import Sentence
from workflow.context import SYSTEM
from workflow.definition import Workflow
from workflow.notices import render, text_of
from workflow.settings import Settings
from workflow.stored import dumps
from workflow.tables import Message
from workflow.words import LANGUAGES, catalogue

PACKAGE = Path(enrolment.__file__).parent
MODULES = (
    "attendance",
    "registration",
    "affiliation",
    "confirmation",
    "contribution",
    "delegation",
    "household_closing",
    "household_homes",
    "line_payers",
    "succession",
    "arrears",
    "correction",
    "minors",
    "period_days",
    "payment_lines",
    "payment_exception",
    "refund",
    "clabe",
    "remarks",
    "dues",
    "not_received",
    "certified",
    "awaited_end",
    "situation",
    "task.",
    "invit",
)
PARAMS = {
    "at": datetime(2026, 3, 10, 18, tzinfo=UTC),
    "helper": "Mi hija",
    "employer": "Señora Laura",
    "successor": "Sol Mar",
    "until": date(2026, 6, 30),
    "handed_on": date(2026, 3, 10),
    "liable_until": date(2026, 9, 10),
    "bonus": Decimal("4000.00"),
    "bonus_day": date(2026, 12, 19),
    "bonus_year": "2026",
    "last_bonus": Decimal("4000.00"),
    "last_bonus_year": "2025",
    "year": "2026",
    "years": 2,
    "vacation_days": "14",
    "premium": Decimal("1750.00"),
    "enjoy_by": date(2026, 9, 10),
    "first_day": date(2026, 7, 1),
    "last_day": date(2026, 7, 31),
    "effect": Sentence("marked.effect.long_absence"),
    "left": Sentence("marked.withdrawn"),
    "owed": Decimal("900.00"),
    "days_off": "4.8",
    "settlement": Decimal("5547.94"),
    "subject": Sentence("not_received.subject.aguinaldo"),
    "name": "Ana",
    "worker": "Luz",
    "household": "Ana Río",
    "reason": "Falta la calle.",
    "enrolled_from": date(2026, 3, 10),
    "ended_on": date(2026, 3, 20),
    "ends_on": date(2026, 3, 27),
    "began_on": date(2026, 3, 10),
    "from_month": date(2026, 4, 1),
    "months": months_covered(SimpleNamespace(first_month=date(2026, 4, 1), months=2)),
    "amount": Decimal("904.20"),
    "paid": Decimal("400.00"),
    "missing": Decimal("504.20"),
    "line": "DEMO-7K2M-Q4XD-93",
    "due_day": date(2026, 3, 31),
    "office": "Jalisco",
    "folio": "0A1B2C3D",
    "basis": "LSS 251, LSS 294",
    "recourse": Sentence("refusal.recourse", {"until": date(2026, 4, 1), "days": 15}),
    "by": date(2026, 4, 1),
    "filed_on": date(2026, 3, 10),
    "days": 3,
    "surcharge": Decimal("83.49"),
    "validity": Sentence("period.line_validity", {"until": date(2026, 5, 17)}),
    "next_month": date(2026, 5, 1),
    "loose": Decimal("100.00"),
    "used": Decimal("60.00"),
    "paid_on": date(2026, 3, 20),
    "asked": Decimal("100.00"),
    "granted": Decimal("60.00"),
    "apart": Sentence("refund.hers", {"part": Decimal("12.00")}),
    "refunded_on": date(2026, 4, 20),
    "account": "···9719",
    "kind": "NSS",
    "lost": Sentence("affiliation.reversal_nothing_lost"),
    "what": Sentence("task.kind.minor_certificate"),
    "why": Sentence("task.kind.minor_certificate.why"),
}


def words_needed(workflow: Workflow) -> Iterator[str]:
    """The codes that pages ask for."""
    yield f"{workflow.name}.title"
    for state in workflow.states:
        yield f"{workflow.name}.state.{state.code}"
        yield f"{workflow.name}.next.{state.code}"
        yield from (f"{workflow.name}.state.{state.code}.{role.code}" for role in state.seen_by)
        yield from (f"{workflow.name}.deadline.{deadline.code}" for deadline in state.deadlines)
    for action in workflow.actions:
        step = f"{'case' if action.code == 'transfer' else workflow.name}.action.{action.code}"
        yield step
        yield f"{step}.done"
        if action.roles != {SYSTEM} and not action.opens:
            yield f"{step}.hint"


def sentences_said() -> set[str]:
    """The codes of the sentences that the modules of enrolment say, read from their source."""
    found = set()
    for file in PACKAGE.rglob("*.py"):
        if not file.name.startswith(MODULES):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Sentence":
                assert isinstance(node.args[0], ast.Constant), f"{file.name}: a sentence without a plain code"
                found.add(node.args[0].value)
    return found


def notices_declared() -> set[str]:
    """The templates that actions and reminders name."""
    found = set()
    for workflow in LIFECYCLES:
        for action in workflow.actions:
            found |= {f"{workflow.name}/{template}" for template in action.notices.values()}
        for state in workflow.states:
            found |= {f"{workflow.name}/reminder_{clock.code}" for clock in state.deadlines if clock.reminders}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_shown_lacks_its_words(language: str) -> None:
    needed = {code for workflow in LIFECYCLES for code in words_needed(workflow)} | sentences_said()
    needed |= {f"affiliation.end_reason.{reason}" for reason in END_REASONS}
    needed |= {sentence.code for kind in KINDS.values() for sentence in (kind.what, kind.why)}
    assert sorted(needed - set(catalogue(language))) == []


def test_no_words_are_left_without_use() -> None:
    ours = {
        code
        for name in ("registration", "affiliation", "confirmation", "contribution")
        for code in re.findall(r'^msgid "(.+)"$', (PACKAGE / "locale" / f"{name}.es.po").read_text(), re.MULTILINE)
    }
    used = {code for workflow in LIFECYCLES for code in words_needed(workflow)} | sentences_said()
    used |= {f"affiliation.end_reason.{reason}" for reason in END_REASONS}
    for_roles = {code for code in ours if re.search(r"\.next\.\w+\.\w+$", code)}
    assert sorted(ours - used - for_roles) == []


def test_both_languages_ask_for_the_same_parameters() -> None:
    spanish, english = (catalogue(language) for language in LANGUAGES)
    assert set(spanish) == set(english)
    places = re.compile(r"%\((\w+)\)s")
    differing = [code for code in spanish if set(places.findall(spanish[code])) != set(places.findall(english[code]))]
    assert differing == []


def test_every_notice_has_its_text_and_every_text_its_notice() -> None:
    for language in LANGUAGES:
        folder = PACKAGE / "notice_texts" / language
        texts = {str(file.relative_to(folder).with_suffix("")) for file in folder.glob("*/*.txt")}
        assert texts == notices_declared()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", sorted(notices_declared()))
def test_a_notice_reads_well(language: str, template: str, settings: Settings) -> None:
    case_id = uuid4()
    message = Message(
        workflow=template.partition("/")[0],
        case_id=case_id,
        language=language,
        template=template,
        params=dumps(PARAMS),
    )
    notice = render(message, settings)
    assert notice.subject == {"es": "Tiene un aviso de Afilia", "en": "You have a notice from Afilia"}[language]
    assert str(case_id) in notice.body
    assert "%(" not in notice.body
    assert "None" not in notice.body
    assert "2026-" not in notice.body
    assert text_of(language, template).endswith("%(link)s\n")


def test_a_month_is_written_as_a_month(settings: Settings) -> None:
    message = Message(
        workflow="contribution_period",
        case_id=uuid4(),
        language="es",
        template="contribution_period/issued",
        params=dumps(PARAMS),
    )
    body = render(message, settings).body
    assert "de abril de 2026 a mayo de 2026" in body
    assert "$904.20" in body
    assert "31 de marzo de 2026" in body


@pytest.fixture
def settings() -> Settings:
    """Settings of a process that composes notices."""
    return Settings(demo=True)
