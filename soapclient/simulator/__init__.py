"""A server for the infoRouter contract, with its own reading and writing of XML.

It shares the contract with the client and nothing else, so that one wrong idea cannot pass its own test.
"""

from __future__ import annotations

from . import accounts, listing, users  # noqa: F401 - they enter their behaviour
from .activity import favorites, logs, views  # noqa: F401 - as above
from .behaviour import Mail
from .content import (  # noqa: F401 - so do these
    checkouts,
    contents,
    downloads,
    folder_reading,
    properties,
    reading,
    recycling,
    trees,
    uploads,
    version_reading,
)
from .links import associations, pages  # noqa: F401 - as above
from .metadata import definitions, editing, keywords, marking, retention, rows, types  # noqa: F401 - as above
from .office import mail, obsolete, statistics  # noqa: F401 - as above
from .people import (  # noqa: F401 - as above
    groups,
    libraries,
    transfers,
    upkeep,
)
from .retention import authorities, freezing, schedules  # noqa: F401 - as above
from .reviews import reviews  # noqa: F401 - as above
from .search import results, saved  # noqa: F401 - as above
from .security import access, subscriptions  # noqa: F401 - as above
from .service import Arrived
from .settings import columns, server  # noqa: F401 - as above
from .simulator import Simulator
from .transfer import downloading, uploading, zips  # noqa: F401 - as above
from .tree import copying, creating, moving, recycle_bin, rules  # noqa: F401 - as above
from .versions import history, publishing, remarks, tags, texts  # noqa: F401 - as above
from .workflow import definitions as flow_definitions  # noqa: F401 - as above
from .workflow import describing as flow_describing  # noqa: F401 - as above
from .workflow import redirections, running, task_lists, tasks  # noqa: F401 - as above

__all__ = ["Arrived", "Mail", "Simulator"]


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
