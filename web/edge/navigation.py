"""Where each role starts, and the entries of its menu."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, session, url_for
from flask_security import current_user

from enrolment.people.protection import PROTECTORS
from enrolment.roles import OFFICIAL_CODES
from inspection.roles import DIRECTOR, INSPECTOR, OFFICER_CODES
from web.edge.access import is_attended
from web.edge.acting import helping_concerns_me
from web.edge.attending import Attended, attending


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu: its page, the code of its words, the roles it is for, and whom of them it concerns."""

    endpoint: str
    label: str
    roles: frozenset[str]
    concerns: Callable[[], bool] = lambda: True


HOUSEHOLD = frozenset({"household"})
DOMESTIC_WORKER = frozenset({"domestic_worker"})
PROTECTOR_CODES = frozenset(role.code for role in PROTECTORS)
MENU: tuple[Entry, ...] = (
    Entry("household.show", "household.menu.home", HOUSEHOLD),
    Entry("own_money.show", "money.menu", HOUSEHOLD),
    Entry("worker_area.show", "mycover.menu.home", DOMESTIC_WORKER),
    Entry("helping.show", "helping.menu", HOUSEHOLD | DOMESTIC_WORKER, helping_concerns_me),
    Entry("office.show_queue", "office.menu.queue", OFFICIAL_CODES),
    Entry("attending.at_the_counter", "attending.menu.counter", OFFICIAL_CODES),
    Entry("attending.on_the_telephone", "attending.menu.telephone", OFFICIAL_CODES),
    Entry("payments.show_files", "office.menu.payments", OFFICIAL_CODES),
    Entry("protection.show", "protection.menu", PROTECTOR_CODES),
    Entry("same_home.show", "office.menu.same_home", OFFICIAL_CODES),
    Entry("inspection_day.show", "day.menu", frozenset({INSPECTOR.code})),
    Entry("inspection.show", "inspection.menu", OFFICER_CODES),
    Entry("inspection_board.show", "board.menu", frozenset({DIRECTOR.code})),
    Entry("unions.show", "unions.menu", frozenset({"union_analyst"})),
    Entry("operations.show", "office.menu.operations", frozenset({"operator"})),
)

# The page after signing in, by role; the first role of the account that is listed here decides.
START: dict[str, str] = {
    "household": "household.show",
    "domestic_worker": "worker_area.show",
    "caseworker": "office.show_queue",
    "supervisor": "office.show_queue",
    "protection": "protection.show",
    "operator": "operations.show",
    "union_analyst": "unions.show",
    **dict.fromkeys(OFFICER_CODES, "inspection.show"),
    INSPECTOR.code: "inspection_day.show",
}


WITH_CODE = "invitation"  # the key in the session of a code that was typed before signing in


def start_page() -> str:
    """The address where the signed-in account begins."""
    codes = [role.name for role in current_user.roles]
    if "household" in codes and WITH_CODE in session:  # they came with the code of somebody who works in their home
        return url_for("taking.show")
    return url_for(next((START[code] for code in codes if code in START), "account.show"))


def menu_entries() -> list[Entry]:
    """The menu of the signed-in account; empty for a visitor."""
    if not current_user.is_authenticated:
        return []
    attended = attending()
    if attended is None:
        codes = {role.name for role in current_user.roles}
        return [entry for entry in MENU if entry.roles & codes and entry.concerns()]
    return [entry for entry in MENU if entry.roles & attended.actor.roles and _opens(attended, entry)]


def _opens(attended: Attended, entry: Entry) -> bool:
    return is_attended(entry.endpoint) and attended.may_open(entry.endpoint)


def own_address(typed: str) -> str | None:
    """An address to come back to, if it is a path of this application; none of another host, however written."""
    return typed if re.match(r"/(?![/\\])", typed) and typed.isprintable() else None


def install(app: Flask) -> None:
    """Give templates the menu."""
    app.jinja_env.globals["menu_entries"] = menu_entries
