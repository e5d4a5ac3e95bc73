"""The letters of a name that go into a CURP and an RFC (Instructivo Normativo para la Asignación de la CURP)."""

import unicodedata

VOWELS = "AEIOU"
NO_LETTER = "X"

_PARTICLES = frozenset(
    "DA DAS DE DEL DER DI DIE DD EL LA LAS LE LES LOS MAC MC MI VAN VON Y".split()  # noqa: SIM905 a list to be read
)
# Skipped when another given name follows.
_COMMON_FIRST_NAMES = frozenset("MARIA MA M JOSE J".split())  # noqa: SIM905


def bare(name: str) -> str:
    """Upper case without accents; Ñ stays a letter of its own."""
    kept = name.upper().replace("Ñ", "\0")
    stripped = "".join(c for c in unicodedata.normalize("NFKD", kept) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalpha() or c == "\0" else " " for c in stripped).split()).replace("\0", "Ñ")


def surname_word(surname: str) -> str:
    """The word of a surname that counts: the first that is no particle (empty when there is no surname)."""
    words = bare(surname).split()
    return next((word for word in words if word not in _PARTICLES), words[0] if words else "")


def given_word(given_names: str) -> str:
    """The given name that counts: the first that is no particle, and not María or José when another follows."""
    words = [word for word in bare(given_names).split() if word not in _PARTICLES] or bare(given_names).split()
    return words[1] if len(words) > 1 and words[0] in _COMMON_FIRST_NAMES else (words[0] if words else "")


def initials(first_surname: str, second_surname: str, given_names: str) -> str:
    """Positions 1 to 4: initial and inner vowel of the first surname, initials of the second and of the given name."""
    first = surname_word(first_surname)
    letters = (first[:1], _inner(first, vowels=True), surname_word(second_surname)[:1], given_word(given_names)[:1])
    return "".join(_curp_letter(letter) for letter in letters)


def inner_consonants(first_surname: str, second_surname: str, given_names: str) -> str:
    """Positions 14 to 16: the first consonant after the initial of each of the three names."""
    words = (surname_word(first_surname), surname_word(second_surname), given_word(given_names))
    return "".join(_curp_letter(_inner(word, vowels=False)) for word in words)


def _inner(word: str, *, vowels: bool) -> str:
    return next((letter for letter in word[1:] if (letter in VOWELS) is vowels), "")


def _curp_letter(letter: str) -> str:
    return NO_LETTER if letter in ("", "Ñ") else letter
