"""The few ways in which a step is refused; each carries the sentences for the person who asked."""

from datetime import datetime

from regime.sentences import Sentence


class Refused(Exception):
    """A step that was not taken. `sentences` say what is wrong and how to mend it."""

    code = "refused"

    def __init__(self, *sentences: Sentence) -> None:
        self.sentences = sentences
        super().__init__("; ".join(sentence.code for sentence in sentences))


class NotAllowed(Refused):
    """The actor has no role in this case that may take the action."""

    def __init__(self, action: str) -> None:
        super().__init__(Sentence("refused.not_allowed"))
        self.action = action


class WrongState(Refused):
    """The action does not exist in the state the case is in now."""

    def __init__(self, action: str, state: str) -> None:
        super().__init__(Sentence("refused.wrong_state"))
        self.action = action
        self.current_state = state


class NotReady(Refused):
    """Something is missing; every unmet condition has its sentence."""


class ChangedMeanwhile(Refused):
    """The page was stale: the case moved after it was shown, by somebody else or in another window of one's own."""

    def __init__(self, action: str, role: str, at: datetime, *, by_oneself: bool = False) -> None:
        said = Sentence("refused.changed_by_yourself" if by_oneself else "refused.changed_meanwhile", {"at": at})
        super().__init__(said)
        self.action = action
        self.role = role
        self.at = at


class KeyReused(Refused):
    """An idempotency key came back with another payload."""

    def __init__(self) -> None:
        super().__init__(Sentence("refused.key_reused"))


class Busy(Refused):
    """The database was locked by others three times in a row."""

    def __init__(self) -> None:
        super().__init__(Sentence("refused.busy"))
