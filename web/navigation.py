"""Where each role starts, and the entries of its menu."""

from dataclasses import dataclass

from flask import Flask, url_for
from flask_security import current_user


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu: the page, the code of its words and the roles it is for."""

    endpoint: str
    label: str
    roles: frozenset[str]


MENU: tuple[Entry, ...] = ()

# The page after signing in, by role; the first role of the account that is listed here decides.
START: dict[str, str] = {}


def start_page() -> str:
    """The address where the signed-in account begins."""
    codes = (role.name for role in current_user.roles)
    return url_for(next((START[code] for code in codes if code in START), "account.show"))


def menu_entries() -> list[Entry]:
    """The menu of the signed-in account; empty for a visitor."""
    if not current_user.is_authenticated:
        return []
    codes = {role.name for role in current_user.roles}
    return [entry for entry in MENU if entry.roles & codes]


def install(app: Flask) -> None:
    """Give templates the menu."""
    app.jinja_env.globals["menu_entries"] = menu_entries
