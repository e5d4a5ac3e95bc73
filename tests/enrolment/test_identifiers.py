"""CURP, RFC and NSS: what is certainly wrong is refused where it stands, what registers disagree on is a warning.

Every identifier here is invented or a fictitious example of public documentation.
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.mx import curp as stdnum_curp
from stdnum.mx import rfc as stdnum_rfc

from enrolment.people.curp import birth_date, check_curp, differences, sex_of, state_of_birth
from enrolment.people.identifiers import Checked, check_nss, check_rfc, mask, nss_differences
from enrolment.people.invented import InventedPerson, invented_curp, invented_person, invented_rfc
from enrolment.people.name_letters import initials, inner_consonants
from workflow.words import LANGUAGES, say_all

TODAY = date(2026, 3, 2)
GOOD = "AAMR740524HOCBRN08"  # fictitious, of a package's documentation

PEOPLE = st.integers(0, 10**6).map(invented_person)


def with_digit(body: str) -> str:
    return body + str(stdnum_curp.calc_check_digit(body))


def found(checked: Checked) -> list[tuple[str, str]]:
    return [(sentence.code, str(sentence.params.get("position", ""))) for sentence in checked.problems]


@pytest.mark.parametrize(
    "typed",
    [
        GOOD,
        GOOD.lower(),
        "AAMR 740524 HOCBRN 08",
        "AAMR-740524-HOCBRN-08",
        "  aamr740524hocbrn08\t",
        "ＡＡＭＲ" + GOOD[4:],
    ],
)
def test_a_curp_may_be_typed_as_people_type(typed: str) -> None:
    assert check_curp(typed, TODAY) == Checked(GOOD)


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ("AAMR740524HOCBRN0", [("identifier.length", "")]),
        ("", [("identifier.length", "")]),
        ("12345678903", [("identifier.looks_like_another", "")]),
        ("AAMR741324HOCBRN08", [("identifier.month", "7-8")]),
        ("AAMR740024HOCBRN08", [("identifier.month", "7-8")]),
        ("AAMR740231HOCBRN08", [("identifier.day", "9-10")]),
        ("AAMR730229HOCBRN08", [("identifier.day", "9-10")]),
        ("AAMR740500HOCBRN08", [("identifier.day", "9-10")]),
        ("AAMR740524FOCBRN08", [("identifier.sex", "11")]),
        ("AAMR740524HZZBRN08", [("identifier.state", "12-13")]),
        ("AAMR741324FZZBRN08", [("identifier.month", "7-8"), ("identifier.sex", "11"), ("identifier.state", "12-13")]),
        ("AAMR74O524HOCBRN08", [("identifier.digit_expected_looks_like", "7")]),
        ("4AMR740524HOCBRN08", [("identifier.letter_expected", "1")]),
        ("0AMR740524HOCBRN08", [("identifier.letter_expected_looks_like", "1")]),
        ("ÑAMR740524HOCBRN08", [("identifier.special_letter", "1")]),
        ("AAMR740524HOCBRN0*", [("identifier.digit_expected", "18")]),
        ("AAMR740524HOCBRN*8", [("identifier.letter_or_digit_expected", "17")]),
        ("AAMR740524HOCBRN09", [("identifier.check_digit", "18")]),
        ("BADD110313HCMLNS09", [("identifier.check_digit", "18")]),  # often copied, wrong
    ],
)
def test_what_is_certainly_wrong_in_a_curp_is_refused_where_it_stands(
    typed: str, problems: list[tuple[str, str]]
) -> None:
    checked = check_curp(typed, TODAY)
    assert found(checked) == problems
    assert not checked.is_acceptable
    for language in LANGUAGES:
        assert all("%(" not in text for text in say_all(language, checked.problems))


@pytest.mark.parametrize(
    ("body", "warning"),
    [
        ("BACA740524HOCBRN0", "identifier.avoided_word"),
        ("ABMR740524HOCBRN0", "identifier.no_vowel"),
        ("AAMR740524HOCARN0", "identifier.no_consonant"),
        ("AAMR740524XOCBRN0", "identifier.sex_x"),
        ("AAMR740524HOCBRNA", "identifier.century"),  # a letter says 2074
        ("AAMR050524HOCBRN0", "identifier.century"),  # a digit says 1905
        ("AAMR000229HOCBRN0", "identifier.century"),  # 1900 had no 29 February
    ],
)
def test_what_registers_disagree_on_is_only_a_warning(body: str, warning: str) -> None:
    checked = check_curp(with_digit(body), TODAY)
    assert checked.problems == ()
    assert [sentence.code for sentence in checked.warnings] == [warning]
    assert all(say_all(language, checked.warnings) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("body", "on", "born"),
    [
        ("AAMR740524HOCBRN0", None, date(1974, 5, 24)),
        ("AAMR050524HOCBRNA", None, date(2005, 5, 24)),
        ("AAMR050524HOCBRN0", None, date(1905, 5, 24)),
        ("AAMR050524HOCBRN0", TODAY, date(2005, 5, 24)),
        ("AAMR740524HOCBRNA", TODAY, date(1974, 5, 24)),
        ("AAMR000229HOCBRN0", None, date(2000, 2, 29)),
    ],
)
def test_the_birth_date_follows_position_17_unless_that_cannot_be(body: str, on: date | None, born: date) -> None:
    assert birth_date(with_digit(body), on) == born


def test_people_born_abroad_have_no_state() -> None:
    curp = with_digit("AAMR740524XNEBRN0")
    assert check_curp(curp).problems == ()
    assert state_of_birth(curp) is None
    assert sex_of(curp) == "X"


def test_what_is_no_curp_has_no_sex_and_no_birth_date() -> None:
    with pytest.raises(ValueError, match="position 11"):
        sex_of("AAMR740524FOCBRN08")
    with pytest.raises(ValueError, match="no birth date"):
        birth_date("AAMR740231HOCBRN08")


@given(PEOPLE)
def test_invented_people_pass_every_check_and_agree_with_themselves(person: InventedPerson) -> None:
    assert check_curp(person.curp, TODAY) == Checked(person.curp)
    assert check_rfc(person.rfc) == Checked(person.rfc)
    assert check_nss(person.nss) == Checked(person.nss)
    assert birth_date(person.curp, TODAY) == person.born
    assert (sex_of(person.curp), state_of_birth(person.curp).key) == (person.sex, person.state_key)  # type: ignore[union-attr]
    same = {
        "first_surname": person.first_surname,
        "second_surname": person.second_surname,
        "given_names": person.given_names,
    }
    assert differences(person.curp, born=person.born, sex=person.sex, **same) == ()
    assert nss_differences(person.nss, born=person.born) == ()


def test_an_invented_person_is_the_same_for_the_same_seed_and_takes_what_is_given() -> None:
    assert invented_person("ana") == invented_person("ana") != invented_person("eva")
    young = invented_person(7, born=date(2010, 6, 1), sex="H", state_key="20")
    assert (young.born, young.sex, young.state_key) == (date(2010, 6, 1), "H", "20")
    assert birth_date(young.curp) == young.born


@given(PEOPLE, st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_one_wrong_character_never_raises_and_agrees_with_the_library(
    person: InventedPerson, position: int, character: str
) -> None:
    typed = person.curp[:position] + character + person.curp[position + 1 :]
    checked = check_curp(typed, TODAY)
    if stdnum_curp.is_valid(typed):
        assert checked.is_acceptable
    elif checked.is_acceptable:  # stricter than we are on two points only
        assert {w.code for w in checked.warnings} & {
            "identifier.avoided_word",
            "identifier.sex_x",
            "identifier.century",
        }


@given(st.text(max_size=25))
def test_any_text_gets_an_answer(text: str) -> None:
    for check in (check_curp, check_rfc, check_nss):
        checked = check(text)
        assert checked.is_acceptable or all(say_all("es", checked.problems))


def test_what_differs_from_what_was_typed_beside_a_curp_is_a_warning() -> None:
    asked = {"first_surname": "Álvarez", "second_surname": "Mora", "given_names": "José Raúl"}
    assert differences(GOOD, born=date(1974, 5, 24), sex="H", **asked) == ()
    found = differences(
        GOOD, born=date(1974, 5, 25), sex="M", first_surname="Zaldívar", second_surname="Luna", given_names="Ana"
    )
    assert [sentence.code for sentence in found] == [
        "identifier.curp_other_birth_date",
        "identifier.curp_other_sex",
        "identifier.curp_other_first_surname",
        "identifier.curp_other_second_surname",
        "identifier.curp_other_given_names",
    ]
    assert all(say_all(language, found) for language in LANGUAGES)
    assert [s.code for s in differences(GOOD, born=date(2074, 5, 24))] == ["identifier.century"]


@pytest.mark.parametrize(
    ("first", "second", "given_names", "letters", "consonants"),
    [
        ("de la Cruz", "Muñoz", "María Fernanda", "CUMF", "RXR"),
        ("Ñáñez", "", "José", "XAXJ", "XXS"),
        ("Ib", "Oca", "Ana", "IXOA", "BCN"),
        ("MacGregor", "Del Río", "Ma. Luz", "MARL", "CXZ"),
    ],
)
def test_the_letters_of_a_name(first: str, second: str, given_names: str, letters: str, consonants: str) -> None:
    assert initials(first, second, given_names) == letters
    assert inner_consonants(first, second, given_names) == consonants


def test_an_avoided_word_is_not_invented() -> None:
    born = date(1990, 1, 1)
    assert invented_curp("Pedernal", "Nube", "Elba", born, "M", "DF", 0).startswith("PXNE")
    assert invented_curp("Mulato", "Lago", "Ola", born, "M", "DF", 0).startswith("MXLO")
    assert invented_rfc("Pedernal", "Nube", "Elba", born).startswith("PENX")
    assert check_rfc(invented_rfc("Pedernal", "Nube", "Elba", born)).warnings == ()


@pytest.mark.parametrize(
    ("names", "born", "rfc"),
    [  # the examples of the tax authority's own instructions
        (("Gómez", "Díaz", "Emma"), date(1956, 12, 31), "GODE561231GR8"),
        (("Barrios", "Fernández", "Juan"), date(1970, 12, 13), "BAFJ701213SBA"),
    ],
)
def test_the_suffix_of_an_rfc_follows_the_published_examples(names: tuple[str, str, str], born: date, rfc: str) -> None:
    assert invented_rfc(*names, born) == rfc
    assert check_rfc(rfc) == Checked(rfc)


@pytest.mark.parametrize(
    ("typed", "problems", "warnings"),
    [
        ("gode-561231-gr8", [], []),
        ("GODE561231GR7", [], ["identifier.rfc_check_digit"]),
        ("GODE561231", [], ["identifier.rfc_without_suffix"]),
        ("PUTA561231", [], ["identifier.avoided_word", "identifier.rfc_without_suffix"]),
        ("ÑO&E561231", [], ["identifier.rfc_without_suffix"]),
        ("GODE561331GR8", [("identifier.month", "7-8")], []),
        ("GODE560231GR8", [("identifier.day", "9-10")], []),
        ("GODE5612E1GR8", [("identifier.digit_expected", "9")], []),
        ("GODE56123IGR8", [("identifier.digit_expected_looks_like", "10")], []),
        ("GODE561231G-", [("identifier.length", "")], []),
        ("ABC930714AB1", [("identifier.rfc_of_a_company", "")], []),
        ("XAXX010101000", [("identifier.rfc_generic", "")], []),
        (GOOD, [("identifier.looks_like_another", "")], []),
    ],
)
def test_an_rfc_is_refused_for_what_is_certain_only(
    typed: str, problems: list[tuple[str, str]], warnings: list[str]
) -> None:
    checked = check_rfc(typed)
    assert found(checked) == problems
    assert [sentence.code for sentence in checked.warnings] == warnings
    for language in LANGUAGES:
        assert all("%(" not in text for text in say_all(language, (*checked.problems, *checked.warnings)))


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ("12345678903", []),
        ("4897 91 5291-4", []),
        ("12345678901", [("identifier.check_digit", "11")]),
        ("1234567890", [("identifier.length", "")]),
        ("1234567890l", [("identifier.digit_expected_looks_like", "11")]),
        ("1234567890x", [("identifier.digit_expected", "11")]),
        ("00000000000", [("identifier.nss_only_zeros", "")]),
        ("١٢٣٤٥٦٧٨٩٠٣", [("identifier.digit_expected", str(n)) for n in range(1, 12)]),
        ("GODE561231GR8", [("identifier.looks_like_another", "")]),
    ],
)
def test_an_nss_is_eleven_digits_with_a_check_digit(typed: str, problems: list[tuple[str, str]]) -> None:
    checked = check_nss(typed)
    assert found(checked) == problems
    for language in LANGUAGES:
        assert all("%(" not in text for text in say_all(language, checked.problems))


@given(st.integers(1, 10**10 - 1), st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_in_an_nss_is_always_seen(number: int, position: int, step: int) -> None:
    body = f"{number:010d}"
    nss = body + str(luhn.calc_check_digit(body))
    assert check_nss(nss).is_acceptable
    wrong = nss[:position] + str((int(nss[position]) + step) % 10) + nss[position + 1 :]
    assert not check_nss(wrong).is_acceptable


def test_an_nss_with_another_birth_year_is_a_warning() -> None:
    assert [s.code for s in nss_differences("12345678903", born=date(1974, 5, 24))] == [
        "identifier.nss_other_birth_year"
    ]
    assert nss_differences("12345678903", born=date(1956, 5, 24)) == ()


@pytest.mark.parametrize(
    ("value", "shown"), [(GOOD, "••••••••••••••RN08"), ("12345678903", "•••••••8903"), ("1234567", "•••••••"), ("", "")]
)
def test_lists_and_logs_show_the_end_only(value: str, shown: str) -> None:
    assert mask(value) == shown


def test_the_library_still_judges_avoided_words_as_we_ask_it() -> None:
    assert stdnum_rfc.is_valid("GODE900101")
    assert not stdnum_rfc.is_valid("PUTA900101")
