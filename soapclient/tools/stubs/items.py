"""The types of the items that replies list, as annotations: `Reply[User]`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from ...contract.model import Operation
from ...contract.notes import bundled_notes
from .types import quoted

ELEMENT: Final = "etree._Element"
_WIDTH: Final = 100
_SERVICE: Final = '''
class Service({base}):
    """The operations of a server, as `Client.service` has them."""

{by_name}    def __contains__(self, name: object) -> bool: ...
    def __iter__(self) -> Iterator[str]: ...
    def __len__(self) -> int: ...
'''
_ASYNC_SERVICE: Final = '''
class AsyncService({base}):
    """The operations of a server, as `AsyncClient.service` has them: each call is awaited."""

{by_name}'''


class ListedTypes:
    """The types of the items that operations list.

    Args:
        operations: the operations.

    Attributes:
        models: the names of the models, in order.
    """

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._names: dict[str, list[str]] = {}
        for each in operations:
            found = _listed(each)
            if found:
                self._names.setdefault(found, []).extend(dict.fromkeys((each.name, each.python_name)))
        self._names = dict(sorted(self._names.items()))
        self.models = sorted({name for found in self._names for name in found.split(" | ")} - {ELEMENT})
        self._called: dict[str, tuple[str, str]] = {}

    def __bool__(self) -> bool:
        return bool(self._names)

    def name(self, new: Callable[[str], str]) -> None:
        """Name the type variables and the lists of names.

        Args:
            new: makes a name of a wish, one that is not taken.
        """
        for found in self._names:
            wish = "".join(each.rpartition(".")[2].strip("_") for each in found.split(" | "))
            self._called[found] = new(f"_ReplyOf{wish}"), new(f"_NamesOf{wish}")

    def imports(self, *others: str) -> str:
        """Write the names to import from the package."""
        found = sorted((*others, *self.models), key=str.casefold)
        return ", ".join(found) if not self else f"(\n    {_broken(found, '    ')},\n)"

    def write(self) -> Iterator[str]:
        """Write the type variables, and the names of the operations that each stands for."""
        for found, names in self._names.items():
            variable, literal = self._called[found]
            yield f'{variable} = TypeVar("{variable}")\n'
            yield f"{literal} = Literal[\n    {_broken(map(quoted, names), '    ')},\n]\n"

    def variables(self) -> list[str]:
        """List the type variables."""
        return [variable for variable, _ in self._called.values()]

    def returned(self, operation: Operation) -> str:
        """Return the type variable for what an operation returns; empty where its items are not known."""
        return self._called.get(_listed(operation), ("", ""))[0]

    def service(self, operations: str) -> str:
        """Write the class of a service whose operations are called.

        Args:
            operations: the name of the class with the operations.
        """
        return _SERVICE.format(base=self._base(operations, "{}"), by_name=self._by_name("OperationProxy"))

    def async_service(self, operations: str) -> str:
        """Write the class of a service whose operations are awaited."""
        base = self._base(operations, "Coroutine[Any, Any, {}]")
        return _ASYNC_SERVICE.format(base=base, by_name=self._by_name("AsyncOperationProxy"))

    def _base(self, operations: str, wrapper: str) -> str:
        found = ["Reply", "bool", *(f"Reply[{each}]" for each in self._names)]
        arguments = [wrapper.format(each) for each in found]
        if not self:
            return f"{operations}[{', '.join(arguments)}]"
        return f"\n    {operations}[\n        {_broken(arguments, ' ' * 8)},\n    ]\n"

    def _by_name(self, proxy: str) -> str:
        typed = [(self._called[found][1], f"Reply[{found}]") for found in self._names]
        head = "    @overload\n" if typed else ""
        return "".join(
            f"{head}    def __getitem__(self, name: {names}) -> {proxy}[{reply}]: ...\n"
            for names, reply in [*typed, ("str", "Reply")]
        )


def _listed(operation: Operation) -> str:
    """Return the type of the items that the reply of an operation lists; empty where it is not known."""
    if operation.predicate:
        return ""
    notes = bundled_notes()
    return " | ".join(sorted({notes.model(place) or ELEMENT for place in operation.items}))


def _broken(words: Iterable[str], margin: str) -> str:
    """Write words with commas between them, in lines."""
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) > _WIDTH:
            lines.append("")
        lines[-1] += f", {word}" if lines[-1] else word
    return f",\n{margin}".join(lines)
