"""Bank files: every shape that banks and spreadsheets write, and a sentence for everything else."""

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from enrolment.money import bank_files
from enrolment.money.bank_cells import CellRefused, read_amount, read_day, read_line, read_reference, read_worker
from enrolment.money.bank_files import BankFileRefused, BankRow, open_bank_file
from workflow.words import LANGUAGES, knows, say

HEADER = "Línea de captura;Importe;Fecha de pago;Referencia"


def file_of(folder: Path, content: str | bytes, name: str = "pagos.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows_of(folder: Path, content: str | bytes) -> list[BankRow]:
    return list(open_bank_file(file_of(folder, content)).rows())


def refusal_of(path: Path) -> str:
    with pytest.raises(BankFileRefused) as refused:
        open_bank_file(path)
    for language in LANGUAGES:
        assert say(language, refused.value.sentence)
    return refused.value.sentence.code.removeprefix("payment.file.")


EXPECTED = BankRow(2, "", "DEMO0001", Decimal("1234.50"), date(2026, 3, 31), "B-77", None)


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\nDEMO-0001;1234.50;31/03/2026;B-77\n",
        f"\ufeff{HEADER}\r\nDEMO-0001;1 234,50;2026-03-31;B-77\r\n",
        f"{HEADER}\nDEMO-0001;1234.5;20260331;B-77".encode("latin-1"),
        'Reference,Date paid,Payment line,Amount\nB-77,2026-03-31 09:15:00,demo 0001,"$ 1,234.50"\n',
        "folio\tfecha\tlinea\tmonto\nB-77\t31-03-2026\tDEMO-0001\t1.234,50 MXN\n",
    ],
    ids=["semicolons", "utf-8 with mark", "latin-1", "English, other order, commas", "tabs"],
)
def test_the_same_row_is_read_from_every_usual_file(tmp_path: Path, content: str | bytes) -> None:
    (row,) = rows_of(tmp_path, content)
    assert (row.number, row.line, row.amount, row.paid_on, row.reference, row.faults) == (
        *(EXPECTED.number, EXPECTED.line, EXPECTED.amount, EXPECTED.paid_on, EXPECTED.reference),
        (),
    )


def test_a_workbook_is_read_like_the_text_it_shows(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([])
    sheet.append(["Línea de captura", "Importe", "Fecha de pago", "Referencia", "Comentario"])
    sheet.append(["DEMO-0001", 1234.5, datetime(2026, 3, 31, 9, 15), 778899, "gracias"])  # noqa: DTZ001 - as Excel has it
    sheet.append([None, None, None, None, None])
    sheet.append(["DEMO-0002", 46083.0, 46083, "B-78", None])
    book.save(tmp_path / "pagos.xlsx")
    first, second = open_bank_file(tmp_path / "pagos.xlsx").rows()
    assert (first.number, first.line, first.amount, first.paid_on, first.reference) == (
        3,
        "DEMO0001",
        Decimal("1234.50"),
        date(2026, 3, 31),
        "778899",
    )
    assert second.number == 5
    assert [fault.code for fault in second.faults] == ["payment.cell.day_unclear"]
    assert second.amount == Decimal(46083)


@pytest.mark.parametrize(
    ("written", "pesos"),
    [
        ("1234.5", "1234.50"),
        ("1,234.50", "1234.50"),
        ("$ 1 234,50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1,234,567.89", "1234567.89"),
        ("  $2,745.44 MXN ", "2745.44"),
        ("0,01", "0.01"),
        ("1\u00a0234.00", "1234.00"),
        (2745.44, "2745.44"),
        (2745, "2745.00"),
    ],
)
def test_amounts_with_one_meaning_are_read(written: object, pesos: str) -> None:
    assert read_amount(written) == Decimal(pesos)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1,234", "amount_ambiguous"),
        ("1.234", "amount_ambiguous"),
        ("$ 12.345", "amount_ambiguous"),
        ("12,34.50", "amount_unclear"),
        ("1234.505", "amount_unclear"),
        (1234.505, "amount_unclear"),
        ("1,23,456.00", "amount_unclear"),
        ("mil pesos", "amount_unclear"),
        ("١٢٣", "amount_unclear"),
        ("1e3", "amount_unclear"),
        (float("nan"), "amount_unclear"),
        (True, "amount_unclear"),
        ("-100.00", "amount_negative"),
        ("(100.00)", "amount_negative"),
        ("100.00-", "amount_negative"),
        ("0.00", "amount_out_of_range"),
        ("99999999999.00", "amount_out_of_range"),
        ("", "amount_missing"),
        (None, "amount_missing"),
        ("$", "amount_missing"),
    ],
)
def test_other_amounts_are_refused_with_the_way_to_write_them(written: object, code: str) -> None:
    with pytest.raises(CellRefused) as refused:
        read_amount(written)
    assert refused.value.sentence.code == f"payment.cell.{code}"
    assert all(say(language, refused.value.sentence) for language in LANGUAGES)


@given(st.decimals(Decimal("0.01"), Decimal("9999999.99"), places=2), st.sampled_from(["", ",", " "]))
def test_every_amount_survives_being_written_with_any_grouping(amount: Decimal, group: str) -> None:
    assert read_amount(f"{amount:,.2f}".replace(",", group)) == amount


@given(st.text(max_size=30))
def test_no_text_makes_a_cell_reader_fail_otherwise(text: str) -> None:
    refused = []
    for reader in (read_line, read_amount, read_day, read_reference, read_worker):
        try:
            reader(text)
        except CellRefused as refusal:
            refused.append(refusal.sentence.code)
    assert all(knows(code) for code in refused)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("03/25/2026", "day_impossible"),
        ("2026-02-30", "day_impossible"),
        ("31/03/26", "day_unclear"),
        ("31/03-2026", "day_unclear"),
        ("ayer", "day_unclear"),
        ("", "day_missing"),
    ],
)
def test_days_that_cannot_be_are_refused(written: str, code: str) -> None:
    with pytest.raises(CellRefused) as refused:
        read_day(written)
    assert refused.value.sentence.code == f"payment.cell.{code}"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "line_missing"),
        (" - ", "line_missing"),
        ("DEMO;1", "line_signs"),
        ("X" * 81, "line_signs"),
        (1.2e20, "line_is_a_number"),
    ],
)
def test_lines_that_cannot_be_are_refused(written: object, code: str) -> None:
    with pytest.raises(CellRefused) as refused:
        read_line(written)
    assert refused.value.sentence.code == f"payment.cell.{code}"


def test_an_unclosed_quotation_mark_costs_its_own_row_only(tmp_path: Path) -> None:
    first, second = rows_of(tmp_path, f'{HEADER}\n"DEMO-1;10.00;2026-03-31;A\nDEMO-2;10.00;2026-03-31;B\n')
    assert [fault.code for fault in first.faults] == ["payment.row.quotes"]
    assert second.line == "DEMO2"


def test_an_amount_split_by_its_own_comma_is_noticed(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "line,amount,date,reference\nDEMO-1,1,234.50,2026-03-31,A\n")
    assert [fault.code for fault in row.faults] == ["payment.row.too_many_cells"]
    assert row.raw == "DEMO-1,1,234.50,2026-03-31,A"


def test_short_long_and_binary_rows_are_rows_too(tmp_path: Path) -> None:
    content = f"{HEADER}\n\nDEMO-1\n;;;\n{'X' * 3000}\nDEMO-2;10.00;2026-03-31;A\x00\x1b[31m\n"
    short, long, binary = rows_of(tmp_path, content)
    assert {fault.code for fault in short.faults} == {
        "payment.cell.amount_missing",
        "payment.cell.day_missing",
        "payment.cell.reference_missing",
    }
    assert [fault.code for fault in long.faults] == ["payment.row.too_long"]
    assert len(long.raw) == bank_files.MOST_CHARACTERS
    assert "\x00" not in binary.raw
    assert "\x1b" not in binary.raw
    assert [short.number, long.number, binary.number] == [3, 5, 6]


def test_reading_can_begin_after_a_row(tmp_path: Path) -> None:
    lines = "".join(f"DEMO-{number};10.00;2026-03-31;R{number}\n" for number in range(1, 6))
    opened = open_bank_file(file_of(tmp_path, f"{HEADER}\n{lines}"))
    assert opened.row_count == 5
    assert [row.line for row in opened.rows(after=4)] == ["DEMO4", "DEMO5"]


def test_the_content_and_not_the_name_identifies_a_file(tmp_path: Path) -> None:
    content = f"{HEADER}\nDEMO-1;10.00;2026-03-31;A\n"
    one, two = file_of(tmp_path, content, "a.csv"), file_of(tmp_path, content, "b.csv")
    assert open_bank_file(one).sha256 == open_bank_file(two).sha256


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "no_rows"),
        (f"{HEADER}\n", "no_rows"),
        ("DEMO-1;10.00;2026-03-31;A\n", "column_missing"),
        ("linea;importe;fecha\nX;1;2\n", "column_missing"),
        ("linea;importe;monto;fecha;folio\nX;1;1;2;3\n", "column_twice"),
        (b"%PDF-1.7 and more", "not_a_bank_file"),
        ("línea".encode("utf-16"), "not_a_bank_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not_a_bank_file"),
        (b"PK\x03\x04 not really", "damaged_workbook"),
    ],
)
def test_what_is_no_bank_file_is_refused_whole(tmp_path: Path, content: str | bytes, code: str) -> None:
    assert refusal_of(file_of(tmp_path, content)) == code


def test_limits_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file_of(tmp_path, f"{HEADER}\n" + "DEMO-1;10.00;2026-03-31;A\n" * 3)
    monkeypatch.setattr(bank_files, "MOST_ROWS", 2)
    assert refusal_of(path) == "too_many_rows"
    monkeypatch.setattr(bank_files, "MOST_BYTES", 20)
    assert refusal_of(path) == "too_large"
    assert refusal_of(tmp_path / "away.csv") == "not_found"


def test_a_workbook_that_is_none_or_has_two_sheets_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", "<not-a-workbook/>")
    assert refusal_of(file_of(tmp_path, packed.getvalue(), "odd.xlsx")) == "damaged_workbook"
    book = Workbook()
    book.create_sheet("otra")
    book.save(tmp_path / "two.xlsx")
    assert refusal_of(tmp_path / "two.xlsx") == "several_sheets"


def test_a_workbook_with_a_damaged_sheet_is_refused_wherever_the_damage_is(tmp_path: Path) -> None:
    book, written = Workbook(), io.BytesIO()
    book.worksheets[0].append(HEADER.split(";"))
    book.save(written)
    with zipfile.ZipFile(written) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet1.xml")
    begin = sheet.header_offset + 30 + len(sheet.filename)
    for place in range(begin, begin + sheet.compress_size, 20):
        damaged = bytearray(written.getvalue())
        damaged[place] ^= 0xFF
        assert refusal_of(file_of(tmp_path, bytes(damaged), "damaged.xlsx")) == "damaged_workbook"


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (201 * 1024 * 1024))
    assert refusal_of(file_of(tmp_path, packed.getvalue(), "bomb.xlsx")) == "unpacks_too_large"


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=4, max_size=4), max_size=8))
def test_every_row_that_is_not_blank_is_answered_once(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]]
) -> None:
    cells = [["".join(sign for sign in cell if sign.isprintable()) for cell in row] for row in cells]
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(
        [HEADER.split(";"), *cells, ["DEMO-1", "1.00", "2026-01-01", "Z"]]
    )
    rows = rows_of(tmp_path_factory.mktemp("rows"), text.getvalue())
    blank = sum(not "".join(row).strip(" \t;") for row in cells)
    assert len(rows) == len(cells) - blank + 1
    assert all(row.faults or (row.line and row.amount and row.paid_on and row.reference) for row in rows)
