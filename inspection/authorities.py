"""The authorities that inspect, federal and of each state: whose a matter is, by which rules each of them works.

What a state's authority does not say of itself is taken from the federal one, and `notice` says so to whoever rests
on it. The authorities come with Afilia or are in the file that AFILIA_AUTHORITIES_FILE names; whatever is wrong there
stops the start (`AuthoritiesRefused`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from sqlalchemy.orm import Session

from inspection.authority_files import COUNTED, RULES, AuthoritiesRefused, OwnDays, Rule, Written, read
from regime.calendars import Span
from regime.geography import municipalities, plain, states
from regime.sentences import Sentence
from regime.working_days import is_business_day

__all__ = ["Authorities", "AuthoritiesRefused", "Authority", "authorities", "competent_authority", "load"]

Matter = Literal["working_conditions", "safety", "social_security", "individual_claim"]
SAFETY = "safety"
SOCIAL_SECURITY = "social_security"


@dataclass(frozen=True)
class Authority:
    """One authority with every rule filled in; `fallen_back` names the rules that are the federal ones.

    `address` and `phone` are those of its office, empty where nobody has written them down.
    """

    code: str
    name: str
    level: str
    states: tuple[str, ...]
    rules: Mapping[str, Rule]
    own_days: tuple[OwnDays, ...] = ()
    fallen_back: tuple[str, ...] = field(default=())
    address: str = ""
    phone: str = ""

    @property
    def takes_effect_same_day(self) -> bool:
        """Whether a notice takes effect on the day it is served (LFPA 38), or on the next business day."""
        return self.rules["service"].says == "same_day"

    def effective_on(self, served_on: date) -> date:
        """The day on which a notice served on a day takes effect; terms start the day after it."""
        if self.takes_effect_same_day:
            return served_on
        day = served_on + timedelta(days=1)
        while not is_business_day(day, extra_days=self.own_days_by_day):
            day += timedelta(days=1)
        return day

    def counts_from(self, moment: datetime, zone: tzinfo) -> datetime:
        """The moment from which what was delivered then counts: that moment, or the beginning of a later day."""
        delivered_on = moment.astimezone(zone).date()
        day = self.effective_on(delivered_on)
        return moment if day == delivered_on else datetime.combine(day, time(), zone)

    @property
    def notice(self) -> Sentence | None:
        """What a page that rests on its rules must say: which of them are the federal ones."""
        if self.level != "state" or not self.fallen_back:
            return None
        return Sentence("authority.falls_back", {"authority": self.name, "rules": _listed(self.fallen_back)})

    @property
    def to_confirm(self) -> tuple[str, ...]:
        """Its own rules that somebody should read in the law before a decision rests on them."""
        own = (name for name in self.rules if name not in self.fallen_back)
        return tuple(name for name in own if self.rules[name].mark != "verified")

    @cached_property
    def own_days_by_day(self) -> Mapping[date, Sentence]:
        """The non-working days of its own list, each with its reason."""
        return MappingProxyType(
            {
                day: Sentence("skipped.own_day", {"act": own.act})
                for own in self.own_days
                for day in Span(own.since, own.until).days()
            }
        )


@dataclass(frozen=True)
class Authorities:
    """All authorities of an installation: exactly one federal, and one for every state."""

    by_code: Mapping[str, Authority]

    @cached_property
    def names(self) -> dict[str, str]:
        """The names, by code, of those that inspect: the federal one and the states' (IMSS inspects no homes here)."""
        return {known.code: known.name for known in self.by_code.values() if known.level != SOCIAL_SECURITY}

    @cached_property
    def federal(self) -> Authority:
        """The federal authority."""
        return self._first("federal")

    @cached_property
    def social_security(self) -> Authority:
        """IMSS, to which what is found about social security goes."""
        return self._first(SOCIAL_SECURITY)

    @cached_property
    def _by_state(self) -> dict[str, Authority]:
        return {key: known for known in self.by_code.values() for key in known.states}

    def of_state(self, key: str) -> Authority:
        """The authority of a state, by its INEGI key; raises `KeyError` for a state that does not exist."""
        return self._by_state[key]

    def of(self, code: str | None) -> Authority:
        """The authority of a code; the federal one for a case that has none or one this installation does not know."""
        return self.by_code.get(code or "", self.federal)

    def _first(self, level: str) -> Authority:
        return next(known for known in self.by_code.values() if known.level == level)


def competent_authority(known: Authorities, municipality: str | None, matter: str | None) -> Authority:
    """Whose a matter is (LFT 527, 527-A, 529): safety is federal, social security is IMSS's, all else the state's.

    Without a place, or with one that does not exist, the federal authority hears it until the place is known.
    """
    if matter == SOCIAL_SECURITY:
        return known.social_security
    if matter == SAFETY or municipality is None or municipality not in municipalities():
        return known.federal
    return known.of_state(municipalities()[municipality].state.key)


def authorities(session: Session) -> Authorities:
    """The authorities of the installation behind a session."""
    return load(session.info["settings"].authorities_file)


@cache
def load(path: Path | None = None) -> Authorities:
    """The authorities of a file, or those that come with Afilia. Raises `AuthoritiesRefused`."""
    written = read(path)
    federal = next(entry for entry in written if entry.level == "federal")
    served = {key for entry in written for key in entry.states}
    unserved = (_unconfigured(key) for key in states() if key not in served)
    return Authorities(MappingProxyType({entry.code: _complete(entry, federal) for entry in (*written, *unserved)}))


def _unconfigured(key: str) -> Written:
    place = states()[key]
    slug = plain(place.short_name).replace(" ", "-")
    return Written(f"st-{slug}", "state", f"Autoridad del trabajo de {place.short_name}", (key,), {}, ())


def _complete(written: Written, federal: Written) -> Authority:
    rules = {name: written.rules.get(name, federal.rules[name]) for name in RULES}
    missing = [name for name in RULES if name not in written.rules]
    for name in COUNTED:
        if rules[name].days is None:
            rules[name] = replace(rules[name], days=federal.rules[name].days)
            missing.append(f"{name}_days")
    return Authority(
        code=written.code,
        name=written.name,
        level=written.level,
        states=written.states,
        rules=MappingProxyType(rules),
        own_days=written.own_days,
        fallen_back=tuple(missing),
        address=written.address,
        phone=written.phone,
    )


def _listed(names: tuple[str, ...]) -> Sentence:
    """Names of rules one after another, as one sentence."""
    first = Sentence(f"authority.rule.{names[0]}")
    return first if len(names) == 1 else Sentence("authority.list", {"first": first, "rest": _listed(names[1:])})
