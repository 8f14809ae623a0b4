"""What a fuzz target is, and what holds for all of them."""

from __future__ import annotations

import pickle
import random
from abc import ABC, abstractmethod
from collections.abc import Sequence

from lxml import etree

from soapclient import errors

from .mutate import Mutator

SECRET = "Pw-7f3a9c-Gzq"
LONGEST = 2000


class Finding(Exception):
    """What came out is not documented."""


class Target(ABC):
    """Something that takes what others send.

    Attributes:
        words: what to put into inputs.
        corpus: good inputs.
    """

    words: Sequence[bytes] = ()
    corpus: Sequence[bytes]

    def make(self, chance: random.Random) -> bytes:
        """Make an input; `chance` alone decides which."""
        return Mutator(self.corpus, self.words, chance).make()

    @abstractmethod
    def check(self, data: bytes) -> str:
        """Take an input, and return what became of it in a word.

        Raises:
            Finding: something that is not documented; so is any other exception.
        """

    def close(self) -> None:  # noqa: B027 - most have nothing
        """Let go of what it has."""


def check_error(error: errors.SoapClientError, most: int = LONGEST) -> str:
    """Check that an error of ours is fit to be shown, and return its class.

    Raises:
        Finding: it is not.
    """
    message = str(error)
    # An element is the server's own words, whole.
    state = {name: value for name, value in vars(error).items() if not etree.iselement(value)}
    for name, text in {"message": message, "repr": repr(error), "state": repr(state)}.items():
        if SECRET in text:
            raise Finding(f"a secret is in the {name} of {type(error).__name__}")
    if not message.strip() or not message.isprintable():
        raise Finding(f"a message that is not one line of text: {message!r}")
    if len(message) > most:
        raise Finding(f"a message of {len(message)} characters: {message[:200]!r}...")
    if str(pickle.loads(pickle.dumps(error))) != message:
        raise Finding("an error that is another one when it is pickled")
    return type(error).__name__
