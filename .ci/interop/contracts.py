"""The WSDLs of this directory, written out for a server."""

from __future__ import annotations

from pathlib import Path

WSDLS = Path(__file__).resolve().parent / "wsdl"


def write(folder: Path, port: int) -> None:
    """Write all contracts into a new folder, with the address of a server on this port."""
    folder.mkdir()
    for source in WSDLS.iterdir():
        text = source.read_text(encoding="utf-8").replace("http://localhost/", f"http://127.0.0.1:{port}/")
        (folder / source.name).write_text(text, encoding="utf-8")
