"""Sheets set as PDF: tagged, in their language, with every block's words, readable codes, and always the same bytes."""

from datetime import timedelta

import pytest

from tests.conftest import NOON
from tests.pdf_reading import codes, read
from workflow.sheet import (
    Facts,
    Figure,
    Heading,
    Notice,
    Points,
    Scene,
    Scenes,
    Sheet,
    Signatures,
    Table,
    Text,
)
from workflow.typesetting import FONTS, NotSet, link, pdf_of, printable

ADDRESS = "https://afilia.example.org/v/q7Jd0aXkQ2mVb8tR"
DOT = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'><circle cx='5' cy='5' r='4'/></svg>"
SHEET = Sheet(
    "Hoja de prueba",
    (
        Text("Un párrafo que abre.", "lead"),
        Figure("Por pagar", "$1,234.50", "hasta el martes"),
        Heading("Lo acordado"),
        Facts((("Días", "lunes"), ("Horas", "8"))),
        Table(("Concepto", "Importe"), (("Retiro", "$1.00"), ("Total", "$1.00")), has_total=True),
        Points(("una cosa", "otra cosa")),
        Notice("Compruébelo.", "Aviso"),
        Scenes((Scene(DOT, "Un sol", "De día"),)),
        link(ADDRESS, alt="Código QR", title="Compruebe", text="Con su teléfono", folio="7K2M-Q4XD-93HT"),
        Signatures(("Persona trabajadora", "Persona empleadora")),
    ),
    "Al pie",
)


def test_every_block_reaches_the_reader_in_its_order_and_with_its_tag() -> None:
    found = read(pdf_of(SHEET, "es", NOON))
    assert (found.title, found.language) == ("Hoja de prueba", "es")
    roles = found.roles()
    assert roles[:2] == ["Document", "H1"]
    assert [role for role in roles if role in ("H2", "L", "Table", "Figure", "Link")] == [
        "H2", "L", "Table", "L", "Figure", "Figure", "Link",
    ]  # fmt: skip
    assert roles.count("TH") == 2
    assert [tag.alt for tag in found.tags if tag.role == "Figure"] == ["Un sol", "Código QR"]
    in_order = ["Hoja de prueba", "abre", "$1,234.50", "Lo acordado", "lunes", "Retiro", "otra cosa", "Compruébelo"]
    places = [found.text.index(words) for words in in_order]
    assert places == sorted(places)
    for words in ("Al pie", "7K2M-Q4XD-93HT", ADDRESS, "Persona empleadora"):
        assert words in found.text


def test_a_camera_reads_the_code() -> None:
    assert codes(pdf_of(SHEET, "es", NOON)) == [ADDRESS]


def test_the_same_sheet_gives_the_same_bytes_and_another_moment_others() -> None:
    first = pdf_of(SHEET, "es", NOON)
    assert pdf_of(SHEET, "es", NOON) == first
    assert pdf_of(SHEET, "es", NOON + timedelta(days=1)) != first
    assert pdf_of(SHEET, "en", NOON) != first


def test_the_file_says_nothing_of_the_machine_or_the_hour_of_setting() -> None:
    information = read(pdf_of(SHEET, "es", NOON)).information
    assert "D:20260302180000Z" in information
    assert "/root" not in information


@pytest.mark.parametrize("name", ["Zoë Ñandú Łukasz", "X̱óchitl Ҫ", "李 明", "Ana 🙂 \u0007", "⟦⟧ \U0010ffff"])
def test_no_name_stops_a_document(name: str) -> None:
    text = read(pdf_of(Sheet("Hoja", (Text(f"Nombre: {name}"),)), "es", NOON)).text
    assert "Nombre:" in text


def test_what_our_fonts_lack_is_a_question_mark_and_the_rest_stays() -> None:
    assert printable("Ñandú “Łuk” — $1") == "Ñandú “Łuk” — $1"
    assert printable("李 明 🙂") == "? ? ?"


@pytest.mark.parametrize("sign", ["\0", "\a", "\u202e", "\u2066", "\u200b", "\ufeff"])
def test_signs_that_only_command_are_not_set(sign: str) -> None:
    """Some fonts name them: one would stop the document, others turn round what stands beside them."""
    assert printable(f"Ana{sign}Luz\r\n") == "Ana?Luz\r\n"
    assert "Ana?Luz" in read(pdf_of(Sheet(f"Ana{sign}Luz", (Text("Hoja"),)), "es", NOON)).text


def test_markup_in_the_data_is_only_text() -> None:
    assert "#let *x* = $1$ <a>" in read(pdf_of(Sheet("Hoja", (Text("#let *x* = $1$ <a>"),)), "es", NOON)).text


def test_a_picture_that_is_none_is_refused() -> None:
    with pytest.raises(NotSet):
        pdf_of(Sheet("Hoja", (Scenes((Scene("<svg", "roto", "x"),)),)), "es", NOON)


def test_the_fonts_come_with_their_licences() -> None:
    families = {font.stem.partition("-")[0] for font in FONTS}
    assert families == {"AtkinsonHyperlegibleNext", "NotoSans"}
    for family in families:
        assert "SIL OPEN FONT LICENSE" in (FONTS[0].parent / f"{family}.LICENSE.txt").read_text().upper()
