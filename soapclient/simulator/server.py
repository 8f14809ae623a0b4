"""The simulator on a real socket: waitress, with access to the connection for failures on demand."""

from __future__ import annotations

import contextlib
import logging
import socket
import struct
import threading
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Final, NoReturn

from ..wire import forks
from .connection import KEY

try:
    from waitress.channel import ClientDisconnected, HTTPChannel
    from waitress.server import TcpWSGIServer
    from waitress.task import ThreadedTaskDispatcher, WSGITask
except ImportError as exc:
    raise ImportError(
        "Serving on a socket needs waitress: install the extra with pip install 'inforouter-soapclient[simulator]'"
    ) from exc

_MOST: Final = 2**42  # a request is kept in a file while it is read
_LOG: Final = logging.getLogger(__name__)
_LOG.addHandler(logging.NullHandler())


class Server(forks.Unshared):
    """A running server; a context manager that closes it, except in a forked process.

    Args:
        application: the WSGI application.
        host: the address to listen at.
        port: the port; 0 for a free one.
        threads: how many requests are answered at the same time.
        path: the path of the service.

    Attributes:
        url: the URL of the service.
    """

    def __init__(
        self,
        application: Callable[..., Iterable[bytes]],
        host: str,
        port: int,
        threads: int,
        path: str = "/srv.asmx",
    ) -> None:
        self._closing = threading.Event()
        self._pulled = threading.Event()
        dispatcher = ThreadedTaskDispatcher()
        # A busy test server is not worth a log entry.
        dispatcher.logger = dispatcher.queue_logger = _LOG
        dispatcher.set_thread_count(threads)
        opened: dict[int, Any] = {}
        try:
            self._server = TcpWSGIServer(
                application,
                map=opened,
                host=host,
                port=port,
                dispatcher=dispatcher,
                ident="simulator",
                connection_limit=1000,
                max_request_body_size=_MOST,
                clear_untrusted_proxy_headers=True,
                log_socket_errors=False,
            )
        except OSError:
            dispatcher.shutdown()
            for each in list(opened.values()):
                each.close()
            raise
        self._server.channel_class = _channel_class(self._closing)
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{self._server.effective_port}{path}"
        self._thread = threading.Thread(target=self._server.run, name="simulator", daemon=True)
        self._thread.start()
        self._ours = True
        forks.renewed(self)

    def after_fork(self) -> None:
        """Release the sockets in a child process: the thread that serves them belongs to the parent."""
        self._ours = False
        for descriptor in tuple(self._server._map):
            forks.disconnect(descriptor)

    def close(self) -> None:
        """Stop accepting, end what is running, close every connection."""
        if not self._ours or self._closing.is_set():
            return
        self._closing.set()
        self._server.task_dispatcher.shutdown()
        # The loop's own thread closes everything, so nothing disappears while it is in use.
        self._server.trigger.pull_trigger(self._close_all)
        self._pulled.set()
        self._thread.join()

    def _close_all(self) -> None:
        self._pulled.wait()  # otherwise the loop could close the trigger while it is being pulled
        for dispatcher in list(self._server._map.values()):
            with contextlib.suppress(OSError):
                dispatcher.handle_close() if isinstance(dispatcher, HTTPChannel) else dispatcher.close()
        self._server._map.clear()

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Server {self.url}>"


class _Connection:
    def __init__(self, channel: Any, closing: threading.Event) -> None:
        self._channel = channel
        self._closing = closing

    def wait(self, seconds: float) -> None:
        self._closing.wait(seconds)

    def break_off(self, sent: Iterable[bytes], *, reset: bool) -> NoReturn:
        for chunk in sent:
            self._channel.write_soon(chunk)
        if reset:
            # A linger time of zero makes close() send RST.
            self._channel.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise ClientDisconnected


def _channel_class(closing: threading.Event) -> type[HTTPChannel]:
    class Task(WSGITask):  # type: ignore[misc, unused-ignore]  # waitress has no types
        logger = _LOG

        def get_environment(self) -> dict[str, Any]:
            environ: dict[str, Any] = super().get_environment()
            environ[KEY] = _Connection(self.channel, closing)
            return environ

    class Channel(HTTPChannel):  # type: ignore[misc, unused-ignore]  # waitress has no types
        logger = _LOG
        task_class = Task

    return Channel
