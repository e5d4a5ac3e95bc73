"""A PDF as an independent reader finds it (pikepdf, pdfium, zxing): its tags, its words, its pictures, its codes."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2
import zxingcpp
from PIL.Image import Image


@dataclass(frozen=True)
class Tag:
    """One element of the structure: its role and its alternative text."""

    role: str
    alt: str


@dataclass(frozen=True)
class Read:
    """What a reader of the file learns."""

    title: str
    language: str
    tags: tuple[Tag, ...]
    text: str
    pages: int
    information: str

    def roles(self) -> list[str]:
        """The roles of the structure in reading order."""
        return [tag.role for tag in self.tags]


def read(pdf: bytes) -> Read:
    """Open a file and look at everything an assistive technology relies on; fails where it would be left alone."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        root = file.Root
        assert root.MarkInfo.Marked, "the file says that it is tagged"
        assert root.ViewerPreferences.DisplayDocTitle
        assert all(page.get("/Tabs") == "/S" for page in file.pages), "tab order follows the structure"
        assert _claims_pdf_ua(root)
        _all_fonts_are_embedded(file)
        tags = tuple(_walk(root.StructTreeRoot.K, dict(root.StructTreeRoot.get("/RoleMap", {}))))
        for tag in tags:
            assert tag.alt or tag.role != "Figure", "every picture says what it shows"
        information = " ".join(f"{key}={value}" for key, value in file.docinfo.items())
        return Read(str(file.docinfo.Title), str(root.Lang), tags, words(pdf), len(file.pages), information)


def _walk(found: object, roles: dict[str, object]) -> Iterator[Tag]:
    if isinstance(found, pikepdf.Array):
        for element in found:
            yield from _walk(element, roles)
    elif isinstance(found, pikepdf.Dictionary) and "/S" in found:
        role = str(found.S).removeprefix("/")
        yield Tag(role, str(found.get("/Alt", "")))
        if "/K" in found:
            yield from _walk(found.K, roles)


def _claims_pdf_ua(root: pikepdf.Object) -> bool:
    metadata = root.Metadata.read_bytes().decode()
    return "pdfuaid:part" in metadata and ">1<" in metadata.split("pdfuaid:part", 1)[1][:20]


def _all_fonts_are_embedded(file: pikepdf.Pdf) -> None:
    descriptors = [found for found in file.objects if _is(found, "/FontDescriptor")]
    assert descriptors
    for descriptor in descriptors:
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()), descriptor.FontName


def _is(found: object, kind: str) -> bool:
    return isinstance(found, pikepdf.Dictionary) and found.get("/Type") == kind


def words(pdf: bytes) -> str:
    """All text of the pages in one line, as pdfium reads it."""
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def pictures(pdf: bytes, scale: float = 3) -> list[Image]:
    """Each page as it is seen."""
    return [page.render(scale=scale).to_pil() for page in pypdfium2.PdfDocument(pdf)]


def codes(pdf: bytes) -> list[str]:
    """What a camera reads from the QR codes of the pages."""
    return [code.text for picture in pictures(pdf) for code in zxingcpp.read_barcodes(picture)]
