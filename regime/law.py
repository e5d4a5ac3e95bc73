"""The articles of law that procedures and amounts rest on: one key each, with what it says and where to read it."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Article:
    """A place in a law: how it is cited, what it says in one line of our own, where it stands."""

    key: str
    cited: str
    says: str
    law: str
    url: str


@lru_cache(maxsize=1)
def articles() -> dict[str, Article]:
    """All articles by key, from `data/law.toml`. Raises `ValueError` naming an incomplete entry."""
    raw = tomllib.loads((files("regime") / "data" / "law.toml").read_text(encoding="utf-8"))
    laws = raw.pop("laws")
    found = {}
    for key, entry in raw.items():
        if set(entry) != {"cited", "says", "law"} or entry["law"] not in laws:
            raise ValueError(f"regime/data/law.toml: {key} needs exactly cited, says and a known law.")
        found[key] = Article(key, entry["cited"], entry["says"], laws[entry["law"]]["title"], laws[entry["law"]]["url"])
    return found


def article(key: str) -> Article:
    """The article of a key; raises `LookupError` naming a key that is not in the data."""
    try:
        return articles()[key]
    except KeyError:
        raise LookupError(f"unknown legal basis {key!r} (regime/data/law.toml has no such entry).") from None
