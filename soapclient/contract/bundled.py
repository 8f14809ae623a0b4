"""Find the bundled WSDLs and annotations: inside an installed wheel, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ..errors import WsdlError

BUNDLED: Final = {"bundled": "srv.wsdl", "bundled-2019": "srv-2019.wsdl"}
_PACKAGE: Final = Path(__file__).parents[1]
_PLACES: Final = (_PACKAGE / "_bundled", _PACKAGE.parent / "wsdl")


def bundled(name: str) -> Path:
    """Return the path of a bundled file.

    Args:
        name: the file's name, such as "srv.wsdl".

    Raises:
        WsdlError: the installation lacks it.
    """
    for place in _PLACES:
        path = place / name
        if path.is_file():
            return path
    raise WsdlError(f"The bundled file {name} is missing from this installation: reinstall the package")
