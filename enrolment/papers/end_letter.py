"""The letter of a baja: that the relation ended, on which day and why, and what each of the two should look at."""

from enrolment.papers.relation import known
from workflow.paper import Paper
from workflow.sheet import Facts, Figure, Heading, Points, Sheet, Signatures, Text


def template(paper: Paper) -> Sheet:
    """The letter, with lines to sign."""
    facts, t = paper.facts, paper.t
    return Sheet(
        t("paper.end_letter.title"),
        (
            Text(t("paper.end_letter.lead"), "lead"),
            Figure(t("paper.end_letter.last_day"), paper.weekday_and_day(facts["ended_on"])),
            Facts(
                known(
                    [
                        (t("paper.worker"), facts["worker"]),
                        ("NSS", facts["worker_nss"]),
                        (t("paper.household"), facts["household"]),
                        (t("paper.place"), facts["address"]),
                        (t("paper.began_on"), paper.day(facts["began_on"])),
                        (t("paper.end_letter.reason"), t(f"affiliation.end_reason.{facts['end_reason']}")),
                    ]
                )
            ),
            Heading(t("paper.end_letter.look")),
            Points(tuple(t(f"paper.end_letter.point_{number}") for number in range(1, 4))),
            Signatures((t("paper.worker"), t("paper.household"))),
            Text(t("paper.not_imss"), "quiet"),
        ),
        t("paper.foot", day=paper.issued()),
    )
