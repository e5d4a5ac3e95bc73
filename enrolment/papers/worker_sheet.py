"""The sheet for the worker at enrolment, large and in pictures: days, pay, since when, check it, whom to call."""

from enrolment.papers.pictures import picture, week
from enrolment.papers.relation import days_words, hours_words
from workflow.paper import Paper
from workflow.sheet import Scene, Scenes, Sheet, Text


def template(paper: Paper) -> Sheet:
    """Five pictures with few words; the telephone number is that of IMSS, published for this."""
    facts, t = paper.facts, paper.t
    days = days_words(paper)
    scenes = (
        Scene(
            week(facts["weekdays"] or "", paper.weekday_letters()),
            t("paper.worker_sheet.days.alt", days=days),
            t("paper.worker_sheet.days"),
            ". ".join(part for part in (days, hours_words(paper)) if part),
        ),
        Scene(
            picture("money"),
            t("paper.worker_sheet.pay.alt"),
            paper.money(facts["pay_amount"]),
            t(f"paper.worker_sheet.pay.{facts['pay_each']}"),
        ),
        Scene(
            picture("insured"),
            t("paper.worker_sheet.insured.alt"),
            t("paper.worker_sheet.insured", day=facts["enrolled_from"]),
            t("paper.worker_sheet.insured.text", address=facts["base_url"]),
        ),
        Scene(
            picture("check"),
            t("paper.worker_sheet.check.alt"),
            t("paper.worker_sheet.check"),
            t("paper.worker_sheet.check.text"),
        ),
        Scene(
            picture("telephone"),
            t("paper.worker_sheet.call.alt"),
            t("paper.worker_sheet.call"),
            t("paper.worker_sheet.call.text"),
        ),
    )
    return Sheet(
        t("paper.worker_sheet.title"),
        (Text(t("paper.worker_sheet.lead", household=facts["household"])), Scenes(scenes)),
        t("paper.foot", day=paper.issued()),
        large=True,
    )
