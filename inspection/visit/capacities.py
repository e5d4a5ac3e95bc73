"""Who somebody is at the door, and what the law lets them say for the home: refuse, consent, receive what is served.

The worker concerned, a child, a guard and an elder who is confused speak for nobody but themselves: what they say at
the door binds the employer in nothing.
"""

from regime.sentences import Sentence

CAPACITIES = (
    "employer",
    "representative",
    "adult_resident",
    "worker_concerned",
    "other_worker",
    "child",
    "guard",
    "confused_elder",
    "neighbour",
    "nobody",
)
SPEAKS_FOR_HOME = frozenset({"employer", "representative"})
# An adult who lives there lets people into what everybody uses, and takes papers for the employer (LFPA 36).
OPENS_COMMON_ROOMS = SPEAKS_FOR_HOME | {"adult_resident"}
RECEIVES_SUMMONS = OPENS_COMMON_ROOMS | {"neighbour"}
RECEIVES_SERVICE = OPENS_COMMON_ROOMS
AFFIXED = "affixed"  # fixed to the door, in the cases of LFPA 36

ROOMS = ("common_rooms", "workplaces", "her_room", "outside")
COMMON_ROOMS = frozenset({"common_rooms", "outside"})
HER_ROOM = "her_room"


def named(capacity: str | None) -> Sentence:
    """What somebody in that capacity is called."""
    return Sentence(f"inspection.capacity.{capacity if capacity in CAPACITIES else 'nobody'}")


def cannot(what: str, capacity: str | None) -> Sentence:
    """The sentence that says what somebody in that capacity cannot do for the home."""
    return Sentence(f"inspection.cannot_{what}", {"who": named(capacity)})
