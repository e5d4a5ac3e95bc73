"""What an inspection needs to know of an item of the checklist: that it exists, and how grave a breach of it is."""

from inspection.checklist import items
from regime.sentences import Sentence


def item_fault(item: int | None) -> Sentence | None:
    """Why there is no such item, or nothing."""
    return None if item in items() else Sentence("inspection.item_unknown", {"last": len(items())})


def is_safety(item: int) -> bool:
    """Whether the item is one of safety and health, whose breach may get a term of days."""
    return items()[item].matter == "safety"


def may_be_cured_freely(item: int) -> bool:
    """Whether a first breach of the item is light enough to ask for compliance without a sanction."""
    return not items()[item].is_grave
