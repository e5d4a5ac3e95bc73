"""The form of a relation's enrolment: who works for whom, where, which days, for how much, insured how."""

from enrolment.papers.relation import days_words, hours_words, insurance_words, known, pay_words
from workflow.paper import Paper
from workflow.sheet import Facts, Figure, Heading, Sheet, Text


def template(paper: Paper) -> Sheet:
    """The form, for the household and for her."""
    facts, t = paper.facts, paper.t
    return Sheet(
        t("paper.enrolment_form.title"),
        (
            Text(t("paper.enrolment_form.lead"), "lead"),
            Figure(
                t("paper.enrolment_form.from"), paper.day(facts["enrolled_from"]), t("paper.enrolment_form.from_hint")
            ),
            Heading(t("paper.who")),
            Facts(
                known(
                    [
                        (t("paper.worker"), facts["worker"]),
                        ("CURP", facts["worker_curp"]),
                        ("NSS", facts["worker_nss"] or t("paper.later")),
                        (t("paper.household"), facts["household"]),
                    ]
                )
            ),
            Heading(t("paper.work")),
            Facts(
                known(
                    [
                        (t("paper.place"), facts["address"]),
                        (t("paper.began_on"), paper.day(facts["began_on"])),
                        (t("paper.days"), days_words(paper)),
                        (t("paper.hours_term"), hours_words(paper)),
                        (t("paper.pay"), pay_words(paper)),
                        (t("paper.in_kind"), t(f"paper.in_kind.{facts['in_kind']}")),
                        (t("paper.insurance"), insurance_words(paper)),
                    ]
                )
            ),
            Text(t("paper.enrolment_form.mend")),
            Text(t("paper.not_imss"), "quiet"),
        ),
        t("paper.foot", day=paper.issued()),
    )
