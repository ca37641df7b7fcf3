#!/usr/bin/env python3
"""A web server that means harm, on loopback, for the tests: whoever believes it runs out of memory or never ends.

usage: hostile_server.py

It prints its port. What it does is named by the first folder of the path; what it has sent of a body is bounded all the same, by
the bytes in its query (`?bytes=…`), so that a test that fails does not fill a machine.
"""
import json
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"
# What is sent at once.
PIECE = 1 << 20

LINE = b'{"caption": "a dog"}\n'
# Bodies without an end: the status, how they begin, and what is repeated.
BODIES = {
    # One line.
    "line": (200, b'{"caption": "a dog', b"a" * PIECE),
    # Good lines.
    "lines": (200, b"", LINE * (PIECE // len(LINE))),
    # Nothing but spaces, as the answer to whatever is asked.
    "space": (200, b"", b" " * PIECE),
    # A refusal with its explanation.
    "refusal": (403, b"<Error><Code>", b"A" * PIECE),
    # A Parquet file, from a server that sends no parts, and a zip archive.
    "parquet": (200, b"PAR1", b"a" * PIECE),
    "zip": (200, b"PK\3\4", b"\0" * PIECE),
}
# Heads without an end: many lines, and one.
HEADS = {"headers": (b"", b"X-Line: " + b"a" * 1000 + b"\r\n"), "header": (b"X-Line: ", b"a" * 10_000)}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def do_GET(self):
        url = urlsplit(self.path)
        parts = url.path.strip("/").split("/")
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        self.close_connection = True
        try:
            if parts[0] in BODIES:
                status, start, piece = BODIES[parts[0]]
                self.head(status, {"Connection": "close"})
                self.endless(start, piece, query)
            elif parts[0] in HEADS:
                self.send_response(200)
                self.flush_headers()
                self.endless(*HEADS[parts[0]], {"bytes": 64 << 20, **query})
            else:
                getattr(self, "do_" + parts[0])(parts[1:], query)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def head(self, status, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def endless(self, start, piece, query):
        """A body without an end, or as long as a test can bear."""
        self.wfile.write(start)
        for _ in range(int(query.get("bytes", 3 << 30)) // len(piece)):
            self.wfile.write(piece)

    def do_early(self, _, query):
        """Heads that say that the one that counts is still to come."""
        self.endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n", {"bytes": query.get("bytes", 4 << 20)})

    def do_hops(self, parts, _):
        """A redirect to another place each time."""
        self.head(302, {"Location": f"/hops/{int(parts[0]) + 1}/{parts[-1]}", "Content-Length": "0"})

    def do_claims(self, _, __):
        """A length that no file has, and a few bytes."""
        self.head(200, {"Content-Length": str(1 << 62)})
        self.wfile.write(LINE)

    def do_vast(self, parts, _):
        """A part of a file that would have 4 EB, if it is believed."""
        asked = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range") or "")
        if not asked:
            return self.do_claims(parts, {})
        size = 1 << 62
        start = int(asked[1]) if asked[1] else size - int(asked[2])
        end = min(int(asked[2]) + 1 if asked[1] and asked[2] else size, size)
        self.head(206, {"Content-Range": f"bytes {start}-{end - 1}/{size}", "Content-Length": str(end - start)})
        # Four bytes that begin and end a Parquet file, and a footer of 2 GB between them.
        footer = (0x7FFFFFFF).to_bytes(4, "little") + b"PAR1"
        body = b"PAR1" * (min(end - start, 1 << 20) // 4)
        self.wfile.write(body[:-8] + footer if end == size else body)

    def do_pages(self, parts, query):
        """The hub, with a listing of empty pages without end."""
        if "revision" in parts:
            return self.json({"sha": COMMIT})
        page = int(query.get("page", 0)) + 1
        self.json([], {"Link": f'<http://{self.headers["Host"]}/pages/api/datasets/a/b/tree/{COMMIT}?page={page}>; rel="next"'})

    def do_deep(self, parts, query):
        """The hub, with a listing that is an array in an array without end."""
        if "revision" in parts:
            return self.json({"sha": COMMIT})
        self.head(200, {"Connection": "close"})
        self.endless(b"", b"[" * PIECE, query)

    def do_empty(self, _, query):
        """A bucket with a listing of empty pages without end."""
        page = int(query.get("continuation-token", 0))
        self.xml(f"<ListBucketResult><IsTruncated>true</IsTruncated>"
                 f"<NextContinuationToken>{page + 1}</NextContinuationToken></ListBucketResult>")

    def json(self, value, headers={}):
        body = json.dumps(value).encode()
        self.head(200, {"Content-Length": str(len(body)), **headers})
        self.wfile.write(body)

    def xml(self, text):
        self.head(200, {"Content-Length": str(len(text))})
        self.wfile.write(text.encode())


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
# The tests' end closes standard input, however they end.
sys.stdin.read()
