"""The refusals of groups, libraries and transfers; see `messages`."""

# ruff: noqa: RUF001 - Turkish has a dotless i

from __future__ import annotations

from typing import Final

import attrs

from ..messages import DENIED, Wording

NO_GROUP: Final = Wording("absent", "Group not found", "User group not found", "Kullanıcı grubu bulunamadı")
NO_LIBRARY: Final = Wording("absent", "[115] Domain not found", "Library not found", "Kitaplık bulunamadı")
GROUP_TAKEN: Final = Wording(
    "taken", "Group name already exists", "A group of this name exists", "Bu adda bir grup var"
)
LIBRARY_TAKEN: Final = Wording(
    "taken", "Domain already exists", "A library of this name exists", "Bu adda bir kitaplık var"
)
BAD_GROUP_NAME: Final = Wording(
    "invalid", "SystemError:{} cannot be the name of a group", "{} cannot be the name of a group", "{} grup adı olamaz"
)
BAD_LIBRARY_NAME: Final = Wording(
    "invalid", "Invalid domain name", "{} cannot be the name of a library", "{} kitaplık adı olamaz"
)
IN_GROUP: Final = Wording("taken", "User already a member", "The user is a member", "Kullanıcı zaten üye")
NOT_IN_GROUP: Final = Wording("invalid", "User not a member", "The user is not a member", "Kullanıcı üye değil")
IN_LIBRARY: Final = Wording("taken", "Already a member", "Already a member", "Zaten üye")
NOT_IN_LIBRARY: Final = Wording(
    "invalid", "User is not a member", "The user is not a member", "Kullanıcı kitaplığın üyesi değil"
)
GROUP_NOT_IN_LIBRARY: Final = Wording(
    "invalid", "Group not a member", "The group is not a member", "Grup kitaplığın üyesi değil"
)
NO_MANAGER: Final = Wording("invalid", "User is not a manager", "The user is not a manager", "Kullanıcı yönetici değil")
ADMINISTRATORS_ONLY: Final = attrs.evolve(
    DENIED, classic="[1573] Only the system administrator can perform this operation"
)
OWN_ONLY: Final = attrs.evolve(DENIED, classic="[2840] Access denied")
BAD_ORDER: Final = Wording(
    "invalid", "SystemError:sortBy cannot be {}", "sortBy cannot be {}", "sortBy değeri {} olamaz"
)
IS_ARCHIVE: Final = Wording("invalid", "[1524] The domain is archived", "The library is archived", "Kitaplık arşivde")
NO_ARCHIVE: Final = Wording(
    "invalid", "[1521] The domain is not archived", "The library is not archived", "Kitaplık arşivde değil"
)
