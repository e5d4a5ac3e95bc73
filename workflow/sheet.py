"""What a printed document is made of: a title and blocks of plain words, which the one layout sets and tags."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading under the title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `lead` is larger, `quiet` smaller."""

    text: str
    tone: Literal["plain", "lead", "quiet"] = "plain"


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms with what holds for them, as on a form."""

    rows: Rows


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading row; columns from `numbers_from` on hold numbers, the last row may be the total."""

    head: tuple[str, ...]
    rows: Rows
    numbers_from: int = 1
    has_total: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """The number that matters, large: what it is, the number, and what to know of it."""

    label: str
    value: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Words set apart from the rest."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """A drawn picture with its words beside it; `alt` says what the picture shows to whoever does not see it."""

    svg: str
    alt: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Scenes:
    """Pictures with their words, one below the other."""

    items: tuple[Scene, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """An address to be read by a telephone's camera (`svg`, its QR code) or typed, with a folio if there is one."""

    url: str
    svg: str
    alt: str
    title: str
    text: str
    folio: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """A line to sign on for each of those named."""

    names: tuple[str, ...]


Block = Heading | Text | Facts | Table | Points | Figure | Notice | Scenes | Link | Signatures


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole document. The title is also that of the file, so it never names a person; `large` is for reading at
    arm's length; `foot` stands on every page.
    """

    title: str
    blocks: tuple[Block, ...]
    foot: str = ""
    large: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain JSON for the layout, each block under the name of its kind."""
        blocks = [{"kind": type(block).__name__.lower(), **asdict(block)} for block in self.blocks]
        return {"title": self.title, "foot": self.foot, "large": self.large, "blocks": blocks}
