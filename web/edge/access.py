"""Who may open which page: every page of the site, area by area. A page that is not here is open to nobody.

Being let in says nothing yet about a case: whose it is, and what somebody is in it, each page asks of the case itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from enrolment.people.protection import PROTECTORS
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, OFFICIAL_CODES
from inspection.roles import DIRECTOR, INSPECTOR, OFFICER_CODES

OPERATOR = "operator"
UNION_ANALYST = "union_analyst"


class Readers(Enum):
    """Areas that no role opens: for everybody, and for whoever has signed in."""

    EVERYBODY = "everybody"
    SIGNED_IN = "whoever has signed in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Pages with the same readers: `readers` are codes of general roles, or one of `Readers`.

    `pages` are endpoints by the name of their blueprint; `why` says in a line what is asked beyond this door. Pages
    that are `attended` may be opened by an official in the right of somebody who stands at the counter (or, as far as
    `OPEN_BY_TELEPHONE` goes, calls).
    """

    code: str
    readers: frozenset[str] | Readers
    pages: Mapping[str, tuple[str, ...]]
    why: str
    attended: bool = False

    @property
    def endpoints(self) -> frozenset[str]:
        """The full names of the pages."""
        return frozenset(f"{blueprint}.{page}" for blueprint, pages in self.pages.items() for page in pages)

    def admits(self, roles: frozenset[str]) -> bool:
        """Whether somebody signed in with these general roles may open the pages."""
        return isinstance(self.readers, Readers) or bool(self.readers & roles)


AREAS: tuple[Area, ...] = (
    Area(
        code="public",
        readers=Readers.EVERYBODY,
        why="Nothing of a person but behind a code that was handed over: validity, period and initials of a proof, "
        "what a worker chose to tell of an enrolment that she starts, the folios and days of an inspector's calendar. "
        "Figures count nobody of whom few are alike.",
        pages={
            "public": (
                "home",
                "questions",
                "for_households",
                "for_workers",
                "privacy",
                "accessibility",
                "credits",
                "leave",
                "health",
            ),
            "simulator": ("show",),
            "statistics": ("show", "method", "figures", "described"),
            "verification": ("ask", "look_up", "show"),
            "complaints": ("new", "send", "known"),
            "following": ("ask", "look_up", "take"),
            "calendar": ("feed",),
            "account": ("sign_in", "new", "new_worker", "forgot", "reset"),
            "employer_code": ("ask", "scanned", "look", "accept", "answer"),
        },
    ),
    Area(
        code="demonstration",
        readers=Readers.EVERYBODY,
        why="Only in a demonstration, where nothing is real; elsewhere these pages do not exist.",
        pages={"demo": ("move_clock",), "mailbox": ("everything", "message")},
    ),
    Area(
        code="own account",
        readers=Readers.SIGNED_IN,
        why="One's own login, contacts and notices, and invitations to help somebody.",
        pages={
            "account": ("show", "opened", "password", "confirm", "sign_out"),
            "contacts": ("email", "code", "send", "forget", "remove", "phone", "language"),
            "mailbox": ("own", "own_notice", "read_all"),
            "helping": ("show", "with_code"),
            "successions": ("new", "ask"),
        },
    ),
    Area(
        code="own answers",
        readers=Readers.SIGNED_IN,
        attended=True,
        why="The answers by which somebody is known on the telephone: agreed here, shown nowhere.",
        pages={"agreed_answers": ("show", "agree")},
    ),
    Area(
        code="cases",
        attended=True,
        readers=Readers.SIGNED_IN,
        why="Whoever is something in the case (the tables below); everybody else finds nothing.",
        pages={
            "cases": ("show", "act"),
            "documents": ("fetch",),
            "evidence": ("fetch",),
            "identity": ("show", "complete"),
        },
    ),
    Area(
        code="household",
        attended=True,
        readers=frozenset({HOUSEHOLD.code}),
        why="Its own relations and payments only.",
        pages={
            "household": ("show", "past_workers", "worker", "payments"),
            "registration": ("show", "save"),
            "wizard": ("new", "begin", "show", "save"),
            "payment_slip": ("show",),
            "line_payer": ("show", "save"),
            "own_money": ("show", "exception", "refund", "ask", "make_ask"),
            "relation": ("days", "make_days", "confirm_days", "change", "make_change", "end", "make_end"),
            "marked": ("pause", "vacation", "holiday", "shorten"),
            "dues": ("show", "estimate"),
            "papers": ("show", "prove", "recap", "receipt", "make_receipt"),
            "certificates": ("show",),
            "situations": ("show",),
            "arrears": ("show",),
            "doubt": ("state",),
            "delegations": ("show", "new", "invite"),
            "homes": ("show", "add", "move", "end", "close"),
            "taking": ("show", "one"),
        },
    ),
    Area(
        code="her area",
        attended=True,
        readers=frozenset({DOMESTIC_WORKER.code}),
        why="Everything that all her employers declared and paid, and what she said herself.",
        pages={
            "worker_area": ("show", "one_month", "relation", "dispute", "make_dispute"),
            "pay_said": ("show", "say_pay"),
            "identity": ("mine",),
            "my_dues": ("mine", "missing", "say_missing"),
            "own_papers": ("show", "prove", "recap", "switch_off", "switch_on"),
            "own_certificates": ("show",),
            "own_situations": ("show",),
            "invitations": ("new", "begin", "show", "save", "invite", "make_code", "new_code", "letter", "ask_imss"),
        },
    ),
    Area(
        code="corrections",
        attended=True,
        readers=frozenset({HOUSEHOLD.code, DOMESTIC_WORKER.code}) | OFFICIAL_CODES,
        why="The two parties of the relation, a household for itself, and the office that decides.",
        pages={"corrections": ("ask",), "own_correction": ("ask",)},
    ),
    Area(
        code="office",
        readers=OFFICIAL_CODES,
        why="Cases of the official's own offices, never one in which they are a party; every look is written down.",
        pages={
            "office": ("show_queue", "decisions", "overview"),
            "same_home": ("show",),
            "counter": ("access",),
            "attending": ("at_the_counter", "somebody_new", "on_the_telephone", "show", "confirm", "end"),
            "ended_relations": ("show",),
            "payments": ("show_files", "show_file", "show_row", "worklist", "upload", "go_on", "download"),
            "office_certificates": ("show",),
            "worker_requests": ("ask", "letter"),
        },
    ),
    Area(
        code="protection",
        readers=frozenset(role.code for role in PROTECTORS),
        why="Sealed matters of children; no list, search or figure elsewhere shows them.",
        pages={"protection": ("show",)},
    ),
    Area(
        code="inspection",
        readers=OFFICER_CODES,
        why="Matters of the officer's own authorities; an inspector those assigned; every look is written down.",
        pages={
            "inspection": ("show", "new_complaint", "add", "identity", "evidence"),
            "inspection_search": ("show",),
            "inspection_timeline": ("show",),
        },
    ),
    Area(
        code="inspector's day",
        readers=frozenset({INSPECTOR.code}),
        why="The inspections assigned to whoever looks, and those in which they stand in.",
        pages={
            "inspection_day": ("show",),
            "field": ("show", "act", "answer"),
            "calendar": ("show", "make", "end"),
        },
    ),
    Area(
        code="direction of inspection",
        readers=frozenset({DIRECTOR.code}),
        why="Figures and inspectors of the director's own authorities.",
        pages={
            "inspection_board": ("show",),
            "assignment": ("show", "choose", "inspector", "batch"),
            "absences": ("show",),
            "programme": ("show", "area"),
            "credentials": ("show",),
        },
    ),
    Area(
        code="union",
        readers=frozenset({UNION_ANALYST}),
        why="What was published, asked by state, group and months: no case, no person, no number of few.",
        pages={"unions": ("show", "answer")},
    ),
    Area(
        code="operations",
        readers=frozenset({OPERATOR}),
        why="How the system runs: counts and failures, no case and no person.",
        pages={
            "operations": ("show", "fire_again", "send_again", "set_again"),
            "suspensions": ("show", "enter", "end"),
        },
    ),
)

# Pages of the household's area that whoever helps it may open too, with the declared step that each leads to: without
# the right to take the step (see the roles `delegate_…` of the procedures) the page does not open either.
SEEING = None
OPEN_TO_DELEGATES: Mapping[str, tuple[str, str] | None] = {
    "household.show": SEEING,
    "household.worker": SEEING,
    "household.payments": SEEING,
    "payment_slip.show": SEEING,
    "line_payer.show": ("contribution_period", "name_payer"),
    "line_payer.save": ("contribution_period", "name_payer"),
    "relation.days": ("affiliation", "report_days"),
    "relation.make_days": ("affiliation", "report_days"),
    "relation.confirm_days": ("affiliation", "report_days"),
    "relation.change": ("affiliation", "change_terms"),
    "relation.make_change": ("affiliation", "change_terms"),
    "wizard.new": ("affiliation", "begin"),
    "wizard.begin": ("affiliation", "begin"),
    "wizard.show": ("affiliation", "save"),
    "wizard.save": ("affiliation", "save"),
}

# What an official may open for a caller, each with the step that its procedure declares for the telephone.
OPEN_BY_TELEPHONE: Mapping[str, tuple[str, str]] = {
    "relation.days": ("affiliation", "report_days"),
    "relation.make_days": ("affiliation", "report_days"),
    "relation.confirm_days": ("affiliation", "report_days"),
    "worker_area.dispute": ("confirmation", "dispute"),
    "worker_area.make_dispute": ("confirmation", "dispute"),
    "pay_said.show": ("confirmation", "say_pay"),
    "pay_said.say_pay": ("confirmation", "say_pay"),
}

GENERAL_ROLES = tuple(
    sorted({code for area in AREAS if not isinstance(area.readers, Readers) for code in area.readers})
)
AREA_OF: dict[str, Area] = {endpoint: area for area in AREAS for endpoint in area.endpoints}
STATIC = "static"


def is_public(endpoint: str) -> bool:
    """Whether a page is for everybody, signed in or not."""
    area = AREA_OF.get(endpoint)
    return endpoint == STATIC or (area is not None and area.readers is Readers.EVERYBODY)


def is_attended(endpoint: str | None) -> bool:
    """Whether a page is one of the person's own when somebody is attended."""
    area = AREA_OF.get(endpoint or "")
    return area is not None and area.attended


def admits(endpoint: str, roles: frozenset[str]) -> bool:
    """Whether somebody signed in with these general roles may open a page; one that is in no area opens to nobody."""
    area = AREA_OF.get(endpoint)
    return endpoint == STATIC or (area is not None and area.admits(roles))
