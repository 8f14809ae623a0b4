"""What the comparison of documents talks to: `document_server.py BYTES` prints its URL, and serves until stdin ends.

It reads uploads without looking at them, and answers each download with as many zero bytes, so that a server's work
does not slow the peers down. All of it is in pieces.
"""

from __future__ import annotations

import base64
import socketserver
import sys
import threading

_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">'
    '<soap:Body><{0}Response xmlns="http://tempuri.org/"><{0}Result>'
)
_TAIL = "</{0}Result></{0}Response></soap:Body></soap:Envelope>"
_PIECE = 3 * 2**18


class Handler(socketserver.StreamRequestHandler):
    size = 0

    def handle(self) -> None:
        while line := self.rfile.readline():
            if not line.strip():
                continue
            length, operation = 0, ""
            while (line := self.rfile.readline().strip().lower()) != b"":
                name, _, value = line.partition(b":")
                length = int(value) if name == b"content-length" else length
                operation = value.strip(b' "').decode().rpartition("/")[2] if name == b"soapaction" else operation
            for at in range(0, length, 2**20):
                self.rfile.read(min(2**20, length - at))
            self.answer("DownloadDocument" if operation == "downloaddocument" else "UploadDocument")

    def answer(self, operation: str) -> None:
        head, tail = _HEAD.format(operation).encode(), _TAIL.format(operation).encode()
        size = self.size if operation == "DownloadDocument" else 0
        result = b"" if size else b'<response success="true" error="" xmlns="" />'
        length = len(head) + len(result) + (size + 2) // 3 * 4 + len(tail)
        self.wfile.write(
            f"HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: {length}\r\n\r\n".encode()
        )
        self.wfile.write(head + result)
        block = base64.b64encode(bytes(_PIECE))
        for at in range(0, size, _PIECE):
            self.wfile.write(block if size - at >= _PIECE else base64.b64encode(bytes(size - at)))
        self.wfile.write(tail)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


def main(size: str) -> None:
    Handler.size = int(size)
    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"http://127.0.0.1:{server.server_address[1]}/srv.asmx", flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
