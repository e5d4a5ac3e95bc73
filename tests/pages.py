"""What every page must be, whoever asks for it: checked on the HTML itself, without a browser."""

import re
from collections import Counter
from html.parser import HTMLParser

from workflow.words import LANGUAGES, catalogue

UNLABELLED = frozenset({"hidden", "submit", "button"})
CODES = frozenset(catalogue("es"))


class Seen(HTMLParser):
    """Collects what the checks need: titles, headings, ids, labels, fields and the words people read."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.targets: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str]] = []
        self.forms: list[dict[str, str]] = []
        self.hidden: dict[str, str] = {}
        self.language = ""
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        if "id" in given:
            self.ids[given["id"]] += 1
        self.language = given.get("lang", "") if tag == "html" else self.language
        if tag == "label" and "for" in given:
            self.labelled.add(given["for"])
        if tag == "form":
            self.forms.append(given)
        if tag == "a" and given.get("href", "").startswith("#"):
            self.targets.append(given["href"][1:])
        if tag in ("input", "select", "textarea") and given.get("type") not in UNLABELLED and "hidden" not in given:
            self.fields.append(given)
        elif tag == "input" and "name" in given:
            self.hidden[given["name"]] = given.get("value", "")
        for name in ("style", "onclick", "onload", "onsubmit"):
            assert name not in given, f"inline {name} on <{tag}>"

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append(data.strip())


def look_at(text: str) -> Seen:
    """Fails on a page that breaks what all pages promise; answers with what was seen."""
    page = Seen(text)
    assert page.tags["h1"] == 1, f"{page.tags['h1']} h1"
    assert page.tags["title"] == 1
    assert page.tags["main"] == 1
    assert page.language in LANGUAGES
    assert [name for name, count in page.ids.items() if count > 1] == []
    assert [target for target in page.targets if target not in page.ids] == []
    assert [field for field in page.fields if field.get("id") not in page.labelled] == []
    posts = [form for form in page.forms if form.get("method", "").lower() == "post"]
    assert not posts or "csrf_token" in page.hidden
    bare = [word for word in page.words if word in CODES or re.fullmatch(r"[a-z]+(\.[a-z_]+){1,4}", word)]
    assert bare == [], f"codes shown as they are: {bare}"
    return page
