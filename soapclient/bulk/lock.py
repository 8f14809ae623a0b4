"""One process at a time on a file."""

from __future__ import annotations

import sys

if sys.platform == "win32":  # pragma: no cover - the tests run elsewhere
    import msvcrt

    def lock(descriptor: int) -> bool:
        """Lock an open file for this process; False where another one has it."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def lock(descriptor: int) -> bool:
        """Lock an open file for this process; False where another one has it."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
