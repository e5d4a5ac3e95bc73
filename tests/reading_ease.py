"""How easily Spanish text is read: syllables, words, sentences, and the measure of Fernández Huerta (1959).

206.84 - 60 x syllables per word - 1.02 x words per sentence. From 70 on a text is fairly easy.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

# A number in digits is one word of two syllables: that it would be long when spoken is no fault of the text.
SYLLABLES_OF_A_NUMBER = 2
PROSE = frozenset({"p", "li", "dd", "figcaption", "blockquote"})
LEFT_OUT = frozenset({"script", "style", "nav", "footer", "select", "code", "svg"})
VOID = frozenset({"br", "img", "input", "meta", "link", "hr", "path", "rect", "circle"})

_STRONG, _WEAK, _WEAK_STRESSED = "aeoáéó", "iuü", "íú"
_VOWELS = _STRONG + _WEAK + _WEAK_STRESSED
_WORD = re.compile(r"[$]?\d[\d.,:/%-]*|[a-zA-ZáéíóúüñÁÉÍÓÚÜÑ]+")
_SENTENCE = re.compile(r"(?<=[.!?…:;])\s+")


@dataclass(frozen=True, slots=True)
class Measured:
    """The counts of a text, and how easily it is read."""

    sentences: int
    words: int
    syllables: int

    @property
    def ease(self) -> float:
        """The measure of Fernández Huerta; 100 is very easy, 0 very hard."""
        return 206.84 - 60 * self.syllables / self.words - 1.02 * self.words / self.sentences


def measured(blocks: Iterable[str]) -> Measured:
    """Count a text given in blocks: no sentence goes on from one block to the next."""
    sentences = [words for block in blocks for words in map(_WORD.findall, _SENTENCE.split(block)) if words]
    words = [word for sentence in sentences for word in sentence]
    return Measured(len(sentences), len(words), sum(map(syllables, words)))


def syllables(word: str) -> int:
    """The syllables of a Spanish word as it is spoken; of letters without a vowel (LFT), their number."""
    text = word.lower()
    if any(letter.isdigit() for letter in text):
        return SYLLABLES_OF_A_NUMBER
    if text == "y":
        return 1
    text = re.sub(r"qu(?=[eiéí])", "q", text)
    text = re.sub(r"gu(?=[eiéí])", "g", text)
    text = re.sub(r"y(?![aeiouáéíóú])", "i", text)
    groups = re.findall(f"[{_VOWELS}]+", text)
    return sum(map(_nuclei, groups)) or len(text)


def _nuclei(group: str) -> int:
    """How many syllables a run of vowels makes: strong ones stand apart, a weak one joins unless it is stressed."""
    count, open_nucleus = 0, ""
    for vowel in group:
        apart = vowel in _STRONG and any(v in _STRONG for v in open_nucleus)
        stressed = vowel in _WEAK_STRESSED and any(v in _STRONG for v in open_nucleus)
        after_stressed = vowel in _STRONG and any(v in _WEAK_STRESSED for v in open_nucleus)
        doubled = bool(open_nucleus) and vowel == open_nucleus[-1]
        if not open_nucleus or apart or stressed or after_stressed or doubled:
            count, open_nucleus = count + 1, vowel
        else:
            open_nucleus += vowel
    return count


def prose_of_page(html: str) -> list[str]:
    """The sentences that a page says in its main part: paragraphs and items, no headings, labels or menus."""
    reader = _Prose()
    reader.feed(html)
    return [" ".join(text.split()) for text in reader.blocks if _is_prose(text)]


def prose_of_notice(text: str) -> list[str]:
    """What a notice says: its paragraphs, each parameter a word of two syllables, without the address at the end."""
    body = text.partition("\n\n")[2]
    filled = re.sub(r"%\(\w+\)s", "esto", body.replace("%(link)s", ""))
    return [" ".join(part.split()) for part in filled.split("\n\n") if part.strip()]


def _is_prose(text: str) -> bool:
    return bool(re.search(r"[.!?…:]\s*$", text)) and len(_WORD.findall(text)) > 1


class _Prose(HTMLParser):
    """Collects the text of blocks of prose inside `main`; a block inside another is a block of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._open: list[str] = []
        self._texts: list[list[str]] = []

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if tag in VOID:
            return
        self._open.append(tag)
        if tag in PROSE:
            self._texts.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            return
        while self._open:
            closed = self._open.pop()
            if closed in PROSE and self._texts:
                self.blocks.append("".join(self._texts.pop()))
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._texts and "main" in self._open and not LEFT_OUT & set(self._open):
            self._texts[-1].append(data)


def table(rows: Iterable[tuple[str, Measured]]) -> Iterator[str]:
    """The lines of a Markdown table, the hardest text first."""
    yield "| text | sentences | words | syllables a word | words a sentence | ease |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, found in sorted(rows, key=lambda row: (round(row[1].ease, 1), row[0])):
        per_word, per_sentence = found.syllables / found.words, found.words / found.sentences
        yield f"| {name} | {found.sentences} | {found.words} | {per_word:.2f} | {per_sentence:.1f} | {found.ease:.1f} |"
