"""Search: find documents and folders by criteria, list a folder by criteria, run saved searches.

Source: the pages of Search, GetNextSearchPage, GetFoldersAndDocumentsByPage2, GetPropertySetDefinition,
GetPropertySetDefinitions, GetSavedSearches and GetSavedSearch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from ...calls.faces import Awaited, Called, listing, workflow
from ...calls.flow import Flow, Listing, Page
from ...errors import AccessDenied, ArgumentError, NotFound, ServiceError, UnexpectedReply, UnknownOperation
from ..hints import meant
from ..read_back import spelled
from ..workflow import Workflows
from .criteria import criteria

if TYPE_CHECKING:
    from ..models.contents import Document, Folder, PropertySet
    from .conditions import Criteria
    from .criteria import Searchable
    from .query import Definitions, Query
    from .saved import SavedSearch

_NOT_AN_ADMINISTRATOR: Final = 4200


class SearchFlows(Workflows):
    """The search workflows, for both faces: `Search` and `AsyncSearch`.

    A session holds one result on the server. A search that starts while another one is in progress first reads the
    rest of that one, which then continues from memory; neither loses a hit.

    Attributes:
        criteria: everything that a search can compare; also `soapclient.criteria`.
    """

    criteria: Searchable = criteria

    @listing
    def find(
        self,
        criteria: Criteria | None = None,
        /,
        *,
        folder: str | None = None,
        subfolders: bool = True,
        scope: str | None = None,
        sort_by: str = "name",
        ascending: bool = True,
        everything: bool = False,
        rules: bool = False,
        properties: bool = False,
        security: bool = False,
        owner: bool = False,
        versions: bool = False,
    ) -> Listing[Document | Folder]:
        """Iterate over the documents and folders that match criteria.

        The criteria are checked first, against the definition of the property set that they use. If the caller may
        not read that definition, only the server checks them. A server may list hits that the caller cannot open.

        Args:
            criteria: the criteria, such as `criteria.name.contains("budget")`.
            folder: the path of the folder to search in; by default everywhere.
            subfolders: whether to search in its subfolders too.
            scope: the libraries to search: "ONLINE" (the server's default), "ALL", "ARCHIVE" or "ONLINE-HIDDENS".
            sort_by: the sort order: the server's name, such as "MODIFICATIONDATE", the name of a model's
                attribute, such as "modified", or a field of a property set, "SET.FIELD".
            ascending: whether the smallest value comes first.
            everything: search without criteria.
            rules: include the rules of folders in the hit's `element`; likewise the rest.
            properties: the property sets.
            security: the access list.
            owner: the owner.
            versions: the versions of documents.

        Raises:
            ArgumentError: the criteria are not possible; nothing was searched.
            UnexpectedReply: while iterating: pages do not follow each other, or another number of hits came than
                was announced.
            TransportError, Conflict: while iterating: a page was lost, or the result has expired, for example by a new
                login. A page cannot be requested again, so search again.
        """
        from .query import query

        asked = query(
            criteria, folder=folder, subfolders=subfolders, scope=scope, sort_by=sort_by, everything=everything
        )
        return self._found("Search", asked, ascending, _flags(rules, properties, security, owner, versions))

    @listing
    def list_folder(
        self,
        folder: str,
        criteria: Criteria | None = None,
        /,
        *,
        sort_by: str = "name",
        ascending: bool = True,
        rules: bool = False,
        properties: bool = False,
        security: bool = False,
        owner: bool = False,
        versions: bool = False,
    ) -> Listing[Document | Folder]:
        """Iterate over the direct contents of a folder, filtered by criteria and sorted.

        Args:
            folder: the path of the folder.
            criteria: the filter; by default everything.
            sort_by: as in `find`.
            ascending: as there; so with the rest.
            rules: as there.
            properties: as there.
            security: as there.
            owner: as there.
            versions: as there.

        Raises:
            ArgumentError: the criteria are not possible as a filter.
            FolderNotFound: the folder does not exist.
            UnexpectedReply: as in `find`; here the server always announces the number.
        """
        from .conditions import said
        from .query import query

        asked = query(criteria, sort_by=sort_by, everything=criteria is None)
        flags = _flags(rules, properties, security, owner, versions)
        return self._found("GetFoldersAndDocumentsByPage2", asked, ascending, flags, Path=said("folder", folder))

    @listing
    def saved(self, kind: str | None = None, /) -> Listing[SavedSearch]:
        """Iterate over the saved searches that the caller may see; `saved_search` returns their conditions.

        Args:
            kind: "savedSearch" or "searchPage", by default both.
        """
        from .conditions import refused

        if kind not in (None, "savedSearch", "searchPage"):
            raise refused(f'kind must be "savedSearch" or "searchPage", not {kind!r}')
        return self._saved(kind)

    def _saved(self, kind: str | None) -> Listing[SavedSearch]:
        from .saved import SavedSearch

        # It is not documented whether a server lists both kinds if none is named.
        found: dict[int | None, SavedSearch] = {}
        for each in (kind,) if kind else ("savedSearch", "searchPage"):
            reply = yield from self._call("GetSavedSearches", searchPageType=each)
            for element in reply.items:
                if isinstance(element, etree._Element):
                    one = SavedSearch.read(element)
                    found.setdefault(one.search_id, one)
        yield Page(found.values())

    @workflow
    def saved_search(self, search_id: int, /) -> Flow[SavedSearch]:
        """Read one saved search with its conditions.

        Raises:
            NotFound: the saved search does not exist.
        """
        return (yield from self._saved_search(search_id))

    def _saved_search(self, search_id: int) -> Flow[SavedSearch]:
        from .saved import SavedSearch

        reply = yield from self._call("GetSavedSearch", searchPageId=search_id)
        found = [] if reply.element is None else reply.element.findall("{*}SearchPage")
        if len(found) != 1:
            raise UnexpectedReply(
                f"GetSavedSearch: the reply is not about saved search {search_id} alone", operation="GetSavedSearch"
            )
        return SavedSearch.read(found[0])

    @listing
    def run(
        self, saved: SavedSearch | int, /, *, sort_by: str = "name", ascending: bool = True
    ) -> Listing[Document | Folder]:
        """Run a saved search.

        Args:
            saved: the saved search, or its number.
            sort_by: as in `find`.
            ascending: as there.

        Raises:
            ArgumentError: a condition cannot be written as criteria: a relative date, a property set.
        """
        from .query import sorting

        return self._ran(saved, sorting(sort_by), ascending)

    def _ran(self, saved: SavedSearch | int, sort: str, ascending: bool) -> Listing[Document | Folder]:
        from .conditions import refused
        from .query import Query
        from .saved import criteria_of

        number = saved if isinstance(saved, int) else saved.search_id
        if number is None:
            raise refused("the saved search has no number")
        told = yield from self._saved_search(number)
        yield from self._found("Search", Query(criteria_of(told), sort), ascending, _flags())

    def _found(
        self, name: str, asked: Query, ascending: bool, flags: Mapping[str, bool], **place: str
    ) -> Listing[Document | Folder]:
        from .cursor import SearchRun, cursor_of

        operation, following = self._caller.find(name), self._caller.find("GetNextSearchPage")
        definitions = yield from self._definitions(asked.sets)
        xml, sort = asked.written(definitions)
        arguments: dict[str, Any] = {**place, "SortBy": sort, "AscendingOrder": ascending}
        if name == "Search":
            arguments["xmlcriteria"] = xml
        elif xml or self._caller.transport != "soap":  # a form cannot leave it out; empty means no filter too
            arguments["filterXml"] = xml
        run = SearchRun(
            operation,
            spelled(operation, arguments),
            following,
            spelled(following, flags),
            self._caller.call,
            _wanted(asked.whole_names, following.name),
        )
        yield from cursor_of(self._caller).pages(run)

    def _definitions(self, names: tuple[str, ...]) -> Flow[Definitions]:
        found: dict[str, PropertySet | None] = {}
        for name in names:
            found[name.casefold()] = yield from self._definition(name)
        return found

    def _definition(self, name: str) -> Flow[PropertySet | None]:
        """Read the definition of a property set; None if the caller may not, or the contract cannot."""
        from ..models.contents import PropertySet

        try:
            reply = yield from self._call("GetPropertySetDefinition", PropertySetName=name)
        except NotFound:
            raise (yield from self._unknown_set(name)) from None
        except (AccessDenied, UnknownOperation):
            return None
        except ServiceError as exc:
            if exc.code != _NOT_AN_ADMINISTRATOR:
                raise
            return None
        found = [each for each in reply.items if isinstance(each, PropertySet)]
        if len(found) != 1 or (found[0].name or "").casefold() != name.casefold():
            raise UnexpectedReply(
                f"GetPropertySetDefinition: the reply is not about {name} alone",
                operation="GetPropertySetDefinition",
            )
        return found[0]

    def _unknown_set(self, name: str) -> Flow[ArgumentError]:
        from ..models.contents import PropertySet
        from .conditions import refused

        try:
            reply = yield from self._call("GetPropertySetDefinitions")
        except (ServiceError, UnknownOperation):
            return refused(f"the server has no property set {name}")
        names = [each.name or "" for each in reply.items if isinstance(each, PropertySet)]
        return refused(f"the server has no property set {name}: {meant(name, names)}")


class Search(SearchFlows, Called):
    """Searching one server; use it as `Client.search`."""


class AsyncSearch(SearchFlows, Awaited):
    """Searching one server for asyncio; use it as `AsyncClient.search`."""


def _flags(
    rules: bool = False,
    properties: bool = False,
    security: bool = False,
    owner: bool = False,
    versions: bool = False,
) -> dict[str, bool]:
    """Return the arguments for the additional details of hits."""
    return {
        "withrules": rules,
        "withPropertySets": properties,
        "withSecurity": security,
        "withOwner": owner,
        "withVersions": versions,
    }


def _wanted(names: tuple[str, ...], operation: str) -> Callable[[Any], bool] | None:
    """Return a function that selects the hits with a whole name from those with it as a part."""
    if not names:
        return None

    def wanted(item: Any) -> bool:
        name = item.name
        if name is None:
            raise UnexpectedReply(f"{operation}: a hit has no name", operation=operation)
        return all(name.casefold() == each for each in names)

    return wanted
