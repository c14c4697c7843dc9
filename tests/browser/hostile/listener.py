"""A second server on this machine that plays the foreign host: it remembers who asked for what."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Listener:
    """What arrived at the foreign host.

    Parameters
    ----------
    url : its address, without a slash at the end
    heard : method and path of each request
    """

    url: str
    heard: list[str] = field(default_factory=list)


@contextlib.contextmanager
def listening() -> Iterator[Listener]:
    """Listen on a free port; whatever is asked for is given, so that no request fails early."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            listener.heard.append(f"{self.command} {self.path}")
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Access-Control-Allow-Headers", "*")
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(b'[{"x": 1}]')

        do_GET = do_POST = do_PUT = do_HEAD = do_OPTIONS = answer  # noqa: N815 (the library's names)

        def log_message(self, *_words: object) -> None:
            """Stay silent: what was heard is in the list."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        listener = Listener(f"http://127.0.0.1:{server.server_address[1]}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield listener
        server.shutdown()
