"""The operations of a contract by name, each described when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ..errors import UnknownOperation
from .model import Operation
from .spelling import nearest


class Operations(Mapping[str, Operation]):
    """The operations of a contract by exact name, each described when first asked for."""

    def __init__(self, names: tuple[str, ...], describe: Callable[[str], Operation]) -> None:
        self._names = dict.fromkeys(names)
        self._describe = describe
        self._known: dict[str, Operation] = {}

    def __getitem__(self, name: str) -> Operation:
        operation = self._known.get(name)
        if operation is None:
            if not isinstance(name, str):
                raise UnknownOperation(repr(name))
            if name not in self._names:
                raise UnknownOperation(name, nearest(name, list(self._names)))
            operation = self._known.setdefault(name, self._describe(name))
        return operation

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return f"<Operations: {len(self)}>"
