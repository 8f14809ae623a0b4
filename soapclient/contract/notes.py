"""Notes: facts about operations from the documentation of a service, beyond its WSDL."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any, Final

from .bundled import bundled

Facts = Mapping[str, Any]
_NONE: Final[Mapping[str, Facts]] = MappingProxyType({})
_NO_NAMES: Final[Mapping[str, str]] = MappingProxyType({})


class Notes:
    """The notes on the operations of one service.

    Attributes:
        name: the name of the notes; empty for no notes.
        namespace: the target namespace of the service's WSDL.
        session_parameter: the parameter that takes what a session is known by, in whatever letter case; empty for none.
        operation_names: better Python spellings of operations than the rule's.
        parameter_names: better Python spellings of parameters than the rule's.
        models: the name of the class for an element, by the element's name in small letters, or by its place.
        accepted: the attributes at the root of a reply that says yes.

    Args:
        read: reads the facts about each operation, when they are first asked for.
    """

    def __init__(
        self,
        *,
        name: str = "",
        namespace: str = "",
        session_parameter: str = "",
        operation_names: Mapping[str, str] = _NO_NAMES,
        parameter_names: Mapping[str, str] = _NO_NAMES,
        models: Mapping[str, str] = _NO_NAMES,
        accepted: Mapping[str, str] = _NO_NAMES,
        read: Callable[[], Mapping[str, Facts]] = lambda: _NONE,
    ) -> None:
        self.name = name
        self.namespace = namespace
        self.session_parameter = session_parameter
        self.operation_names = operation_names
        self.parameter_names = parameter_names
        self.models = models
        self.accepted = accepted
        self._read = read

    @property
    def operations(self) -> Mapping[str, Facts]:
        """The facts about each operation by its exact name, read when they are first asked for."""
        return self._read()

    def fit(self, namespace: str, names: Collection[str]) -> bool:
        """Return whether a WSDL is that of the service: the same namespace, and most of its operations are known."""
        known = self.operations
        return namespace == self.namespace and 2 * sum(name in known for name in names) >= len(names)

    def model(self, place: str) -> str:
        """Return the name of the class for the elements of a place, such as `users/User`; or an empty text."""
        folded = place.casefold()
        return self.models.get(folded) or self.models.get(folded.rpartition("/")[2], "")

    def __repr__(self) -> str:
        return f"<Notes {self.name}>"


NO_NOTES: Final = Notes()


@functools.cache
def bundled_notes() -> Notes:
    """Return the notes on the bundled contracts."""
    about = json.loads(bundled("spellings.json").read_text("utf-8"))
    return Notes(
        name="bundled",
        namespace=about["namespace"],
        session_parameter=about["session_parameter"],
        operation_names=about["operations"],
        parameter_names=about["parameters"],
        models=about["models"],
        accepted=dict(about["accepted"]),
        read=_annotations,
    )


@functools.cache
def _annotations() -> Mapping[str, Facts]:
    notes: dict[str, Facts] = json.loads(bundled("annotations.json").read_text("utf-8"))
    return notes
