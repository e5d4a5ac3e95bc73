"""Files that people send, by their bytes: what is taken, and with which sentence everything else is refused."""

import struct
import zlib
from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest
from PIL import ExifTags, Image

from workflow.picture_data import without_data
from workflow.received_files import ACCEPTED, KINDS, MOST_BYTES, FileRefused, kind_of

MEXICO = (19.0, 25.0, 42.0)


def picture(kind: str = "JPEG", **how: object) -> bytes:
    """A small picture with a place, a moment and an author in it."""
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Rosa Prueba"
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = MEXICO
    written = BytesIO()
    Image.effect_noise((64, 48), 40).convert("RGB").save(written, kind, exif=exif, **how)
    return written.getvalue()


def pdf(change: object = None, **how: object) -> bytes:
    """A page of nothing, changed before it is written."""
    paper = pikepdf.new()
    paper.add_blank_page()
    if callable(change):
        change(paper)
    written = BytesIO()
    paper.save(written, **how)
    return written.getvalue()


def acting(paper: pikepdf.Pdf) -> None:
    """Something that runs when the paper is opened."""
    paper.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def office(*names: str) -> bytes:
    """An Office file with these parts."""
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "x")
    return written.getvalue()


def container(brand: bytes) -> bytes:
    """The first box of a film or a sound."""
    return struct.pack(">I", 24) + b"ftyp" + brand + bytes(40)


TAKEN = {
    "image/jpeg": ("foto.jpg", picture()),
    "image/png": ("captura.png", picture("PNG")),
    "image/webp": ("foto.webp", picture("WEBP")),
    "image/heic": ("foto.heic", container(b"heic")),
    "application/pdf": ("contrato.pdf", pdf()),
    "audio/mpeg": ("voz.mp3", b"ID3\x04" + bytes(60)),
    "audio/mp4": ("voz.m4a", container(b"M4A ")),
    "audio/aac": ("voz.aac", b"\xff\xf1\x50" + bytes(60)),
    "audio/ogg": ("nota de voz.opus", b"OggS" + bytes(60)),
    "audio/wav": ("voz.wav", b"RIFF\x24\0\0\0WAVEfmt " + bytes(40)),
    "audio/amr": ("voz.amr", b"#!AMR\n" + bytes(40)),
    "video/mp4": ("video.mp4", container(b"isom")),
    "video/3gpp": ("video.3gp", container(b"3gp4")),
    "video/quicktime": ("video.mov", container(b"qt  ")),
    "video/webm": ("video.webm", b"\x1a\x45\xdf\xa3" + bytes(40)),
    "text/plain": ("chat.txt", "[8/6/26 10:00] Ella: mañana no vengas\n".encode()),
}


def test_every_kind_that_is_listed_is_known_by_its_bytes() -> None:
    assert {kind: kind_of(content, name) for kind, (name, content) in TAKEN.items()} == {kind: kind for kind in KINDS}
    assert all(f".{name.rpartition('.')[2]}" in ACCEPTED.split(",") for name, _content in TAKEN.values())


def test_a_name_does_not_count_and_may_be_missing_or_of_the_same_family() -> None:
    assert kind_of(TAKEN["image/jpeg"][1], "captura.png") == "image/jpeg"
    assert kind_of(TAKEN["audio/ogg"][1], "sin nombre") == "audio/ogg"


REFUSED = [
    ("nada.jpg", b"", "file.empty"),
    ("enorme.jpg", TAKEN["image/jpeg"][1] + bytes(MOST_BYTES), "file.too_large"),
    ("programa", b"MZ\x90\0" + bytes(80) + b"\xff", "file.unknown_kind"),
    ("carta.docx", office("word/document.xml"), "file.unknown_kind"),
    ("foto.jpg", pdf(), "file.not_its_name"),
    ("contrato.pdf", TAKEN["image/jpeg"][1], "file.not_its_name"),
    ("nota.txt", TAKEN["audio/ogg"][1], "file.not_its_name"),
    ("dibujo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file.has_script"),
    ("dibujo.txt", b"  <svg onload=alert(1)>", "file.has_script"),
    ("pagina.txt", b"\xef\xbb\xbf<!DOCTYPE html><p>hola", "file.has_script"),
    ("orden.txt", b"#!/bin/sh\nrm -r x", "file.has_script"),
    ("foto.jpg", TAKEN["image/jpeg"][1] + b"<ScRiPt>alert(1)</script>", "file.has_script"),
    ("foto.png", TAKEN["image/png"][1] + b"<?php system($_GET[0]); ?>", "file.has_script"),
    ("carta.docm", office("word/vbaProject.bin"), "file.has_script"),
    ("carta.docx", office("word/vbaProject.bin"), "file.has_script"),
    ("carta.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), "file.has_script"),
    ("contrato.pdf", pdf(acting), "file.has_script"),
    ("contrato.pdf", pdf(acting, object_stream_mode=pikepdf.ObjectStreamMode.generate), "file.has_script"),
    (
        "contrato.pdf",
        pdf(acting).replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/#4aS"),
        "file.has_script",
    ),
    ("contrato.pdf", pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "file.locked"),
]


@pytest.mark.parametrize(("name", "content", "sentence"), REFUSED, ids=[f"{n}-{s}" for n, _c, s in REFUSED])
def test_everything_else_is_refused_with_its_sentence(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        kind_of(content, name)
    assert refusal.value.sentence.code == sentence


def test_a_packed_part_that_grows_without_end_is_not_unpacked() -> None:
    bomb = zlib.compress(bytes(40 * 1024 * 1024))
    trap = b"%PDF-1.7\n1 0 obj <</Type/ObjStm/Filter/FlateDecode>> stream\n" + bomb + b"\nendstream endobj"
    with pytest.raises(FileRefused, match=r"file\.locked"):
        kind_of(trap, "carta.pdf")


def test_packed_parts_may_not_grow_large_together() -> None:
    part = b"1 0 obj <</Type/ObjStm>> stream\n" + zlib.compress(bytes(8 * 1024 * 1024)) + b"\nendstream endobj\n"
    assert kind_of(b"%PDF-1.7\n" + part * 2, "carta.pdf") == "application/pdf"
    with pytest.raises(FileRefused, match=r"file\.locked"):
        kind_of(b"%PDF-1.7\n" + part * 3, "carta.pdf")


def test_what_begins_without_end_is_read_once() -> None:
    beginnings = b"%PDF-1.7\n" + b"stream\n" * 1_000_000
    with pytest.raises(FileRefused, match=r"file\.has_script"):
        kind_of(beginnings + b" /Launch ", "carta.pdf")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_for_a_party_shows_the_same_and_says_nothing_else(kind: str) -> None:
    taken = picture(kind)
    alone = without_data(f"image/{kind.lower()}", taken)
    assert alone is not None
    before, after = Image.open(BytesIO(taken)), Image.open(BytesIO(alone))
    assert before.tobytes() == after.tobytes()
    assert dict(after.getexif().get_ifd(ExifTags.IFD.GPSInfo)) == {}
    assert b"Rosa" in taken
    assert b"Rosa" not in alone
    assert after.getexif().get(ExifTags.Base.Orientation) == (6 if kind == "JPEG" else None)


def test_what_stands_behind_a_picture_goes_too() -> None:
    for how in ({}, {"progressive": True}):
        taken = picture(**how)
        alone = without_data("image/jpeg", taken + picture())
        assert alone == without_data("image/jpeg", taken)


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png", "image/webp", "image/heic"])
def test_a_picture_that_cannot_be_freed_of_its_data_is_not_given(kind: str) -> None:
    assert without_data(kind, TAKEN[kind][1][:60]) is None
