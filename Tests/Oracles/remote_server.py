#!/usr/bin/env python3
"""A web server that breaks in every way a reader has to expect, on loopback, for the tests.

usage: remote_server.py FOLDER [--tls CERTIFICATE KEY] [--delay SECONDS] [--rate BYTES]

It prints its port. /WAY/NAME is a file of the folder, served in one of the ways below; a name may have folders. /log is what was
asked so far, a JSON list, and /clear begins it anew. --delay is waited before each answer, and --rate bounds the bytes a second of
all connections together: a link as it is measured with.
"""
import hashlib
import json
import os
import random
import re
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

WAYS = {
    "ok": "ranges, an ETag, as most servers",
    "plain": "no ranges: 200 and all of the file",
    "whole": "no ranges and no length",
    "untagged": "ranges, neither ETag nor time",
    "break": "the connection breaks after 200,000 bytes of each answer",
    "busy": "503 for the first request of each file, then as ok",
    "limited": "429 with Retry-After 1 for the first request of each file",
    "always503": "503",
    "stall": "nothing comes after 100,000 bytes of the first answer",
    "part200": "a range is answered by 200 and only the part",
    "wrongrange": "another range than was asked for",
    "norangehead": "206 without Content-Range",
    "short": "fewer bytes than Content-Length, every time",
    "long": "a range is longer than the one asked for",
    "changed": "another ETag from the second answer on",
    "breakchanged": "the connection breaks, and the ETag is another one afterwards",
    "torn": "the first bytes are those of a file of another size, and no ETag",
    "grown": "another size from the second answer on, and no ETag",
    "cut": "416 from the third answer on",
    "401": "401", "403": "403", "404": "404",
    "gated": "403 as the hub says it",
    "hop": "a redirect to ok",
    "away": "a redirect to ok on another host name",
    "loop": "a redirect to itself",
    "file": "a redirect to file:",
    "down": "a redirect to http",
    "user": "a redirect with a password",
    "xml": "403 with a store's XML",
    "nosuffix": "400 where the last bytes are asked for, however many the file has",
    "brief": "a redirect to a place that is good for three requests, and answers 403 afterwards",
    "signed": "ok for the query that a redirect of brief has made, as long as it is good",
    "slow": "ok, a little at a time",
    "region": "a bucket in the region eu-north-9, whose name answers a request that is signed for another one",
    "bent": "ok, but now and then one thing of an answer is another, by the seed in the query",
}


def tag(name, state):
    """A file's ETag."""
    return '"%s"' % hashlib.sha256(f"{name} {state.st_mtime_ns}".encode()).hexdigest()[:20]


class Link:
    """Lets bytes through at a rate that all connections share."""

    def __init__(self, rate):
        self.rate, self.free, self.lock = rate, time.monotonic(), threading.Lock()

    def take(self, count):
        if not self.rate:
            return
        with self.lock:
            self.free = max(self.free, time.monotonic() - 0.01) + count / self.rate
            wait = self.free - time.monotonic()
        if wait > 0:
            time.sleep(wait)


class Bend:
    """What is wrong with an answer, drawn by a seed. A file that is shorter than it is called, and said to be so, is not among it:
    nobody could know."""

    def __init__(self, seed):
        self.draw = random.Random(seed)
        self.is_one = self.draw.random() < 0.4

    def answer(self, status, headers, body, size):
        draw, headers = self.draw, dict(headers)
        kind = draw.choice(["status", "number", "number", "tag", "header", "body", "body", "length", "gone"])
        if kind == "status":
            status = draw.choice([200, 201, 203, 204, 206, 226, 299, 304, 307, 400, 404, 408, 412, 416, 418, 429, 500, 503, 599, 999])
        elif kind == "number" and "Content-Range" in headers:
            numbers = re.findall(r"\d+", headers["Content-Range"])
            at = draw.randrange(3)
            numbers[at] = str(draw.choice([0, 1, size, size + 1, int(numbers[at]) + 1, max(int(numbers[at]) - 1, 0), 1 << 31, (1 << 63) - 1,
                                           1 << 63, 1 << 64, -1]))
            headers["Content-Range"] = f"bytes {numbers[0]}-{numbers[1]}/{numbers[2]}"
        elif kind == "tag":
            headers["ETag"] = draw.choice(['"another"', 'W/"weak"', "", '"', "x" * 5000])
        elif kind == "header":
            name = draw.choice(["Content-Range", "ETag", "Location", "Retry-After", "Content-Encoding", "Content-Type"])
            headers[name] = draw.choice(["", "bytes", "bytes */*", "bytes 0-0/1", "gzip", "-1", "\xff\xfe", "a" * 9000, "/ok/../x", "0"])
        elif kind == "length":
            headers["Content-Length"] = str(draw.choice([0, len(body) // 2, max(len(body) - 1, 0), len(body) + 1, 1 << 62, 1 << 64, -1, "x"]))
        elif kind == "gone":
            headers.pop(draw.choice(sorted(headers)))
        elif kind == "body":
            body = draw.choice([b"", body[: draw.randrange(len(body) + 1)], body + b"more", body[1:], body * 2])
            # What is too long is cut by the length that was told, and what is too short shows.
        return status, headers, body


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 0
    # Head and body are written apart, and the second would wait for the first to be acknowledged.
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def do_GET(self):
        server = self.server
        if self.path == "/log":
            with server.lock:
                return self.answer(200, json.dumps(server.asked).encode())
        if self.path == "/clear":
            with server.lock:
                server.asked, server.times = [], {}
            return self.answer(200, b"")
        found = re.fullmatch(r"/(\w+)/([^?]*)(\?.*)?", self.path)
        entry = {"path": self.path, "range": self.headers.get("Range"), "if_range": self.headers.get("If-Range"),
                 "authorization": self.headers.get("Authorization"), "host": self.headers.get("Host"), "sent": 0}
        with server.lock:
            server.asked.append(entry)
            nth = server.times[self.path] = server.times.get(self.path, 0) + 1
        self.entry = entry
        if server.delay:
            time.sleep(server.delay)
        if not found:
            return self.answer(404, b"")
        way, name = found[1], unquote(found[2])
        port = server.server_address[1]
        scheme = "https" if server.is_tls else "http"
        if way in ("401", "403", "404"):
            return self.answer(int(way), b"no")
        if way == "xml":
            return self.answer(403, b"<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>Not for you</Message></Error>")
        if way == "gated":
            return self.answer(403, b"", {"X-Error-Code": "GatedRepo", "X-Error-Message": "Access is restricted"})
        if way == "always503" or way == "busy" and nth == 1:
            return self.answer(503, b"later")
        if way == "limited" and nth == 1:
            return self.answer(429, b"", {"Retry-After": "1"})
        if way == "region" and "/eu-north-9/s3/" not in (self.headers.get("Authorization") or ""):
            return self.answer(301, b"", {"X-Amz-Bucket-Region": "eu-north-9"})
        if way == "region" and "list-type=2" in (found[3] or ""):
            state = (server.folder / "rows.jsonl").stat()
            return self.answer(200, f"""<ListBucketResult><Contents><Key>rows.jsonl</Key><Size>{state.st_size}</Size>
                <ETag>{tag("rows.jsonl", state)}</ETag></Contents></ListBucketResult>""".encode())
        if way == "signed":
            with server.lock:
                server.places[self.path] = server.places.get(self.path, 0) + 1
                if server.places[self.path] > 3:
                    return self.answer(403, b"Request has expired")
        to = {"brief": f"{scheme}://localhost:{port}/signed/{found[2]}?X-Amz-Signature={nth}", "hop": f"/ok/{found[2]}", "away": f"{scheme}://localhost:{port}/ok/{found[2]}", "loop": self.path,
              "file": "file:///etc/passwd", "down": f"http://127.0.0.1:{port}/ok/{found[2]}",
              "user": f"{scheme}://u:secret@127.0.0.1:{port}/ok/{found[2]}"}.get(way)
        if to:
            return self.answer(302, b"", {"Location": to})
        try:
            with open(server.folder / name, "rb") as file:
                self.file(way, nth, file, name)
        except FileNotFoundError:
            self.answer(404, b"")
        except OSError:
            self.close_connection = True

    def file(self, way, nth, file, name):
        state = os.fstat(file.fileno())
        size, own = state.st_size, tag(name, state)
        if way in ("changed", "breakchanged") and nth > 1:
            own = '"another"'
        if way == "grown" and nth > 1:
            size -= 4
        if way == "torn" and (self.headers.get("Range") or "").startswith("bytes=0-"):
            size -= 4
        headers = {} if way in ("untagged", "grown", "torn") else {"ETag": own}
        written = self.headers.get("Range") or ""
        if written.startswith("bytes=-"):
            if way == "nosuffix":
                return self.answer(400, b"")
            written = f"bytes={max(size - int(written[7:]), 0)}-"
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", written)
        condition = self.headers.get("If-Range")
        if way in ("plain", "whole") or condition and condition != own:
            asked = None
        if asked:
            start, end = int(asked[1]), min(int(asked[2] or size), size - 1) + 1
            if way == "cut" and nth > 2 or start >= size:
                return self.answer(416, b"", {"Content-Range": f"bytes */{size}"})
            if way == "wrongrange":
                start, end = start + 1, min(end + 1, size)
            status = 206
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
            if way == "part200":
                status = 200
                del headers["Content-Range"]
            if way == "norangehead":
                del headers["Content-Range"]
            if way == "long":
                end = min(end + 5, size)
        else:
            start, end, status = 0, size, 200
        if way == "bent" and (bend := Bend(f"{self.path} {nth}")).is_one:
            return self.bent(bend, file, start, end, size, status, headers)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if way == "whole":
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(end - start + (10 if way == "short" else 0)))
        self.end_headers()
        limit = {"break": 200_000, "breakchanged": 200_000, "stall": 100_000 if nth == 1 else None}.get(way)
        file.seek(start)
        self.send(file, min(end - start, limit or end), 4 << 10 if way == "slow" else 256 << 10)
        if limit and end - start > limit and way == "stall":
            time.sleep(30)
        if way in ("whole", "short") or limit and end - start > limit:
            self.close_connection = True

    def bent(self, bend, file, start, end, size, status, headers):
        """An answer with one thing bent."""
        file.seek(start)
        body = file.read(end - start)
        headers = headers | {"Content-Length": str(len(body))}
        status, headers, body = bend.answer(status, headers, body, size)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def send(self, file, count, step):
        while count and (piece := file.read(min(count, step))):
            self.server.link.take(len(piece))
            if step < 64 << 10:
                time.sleep(0.002)
            self.wfile.write(piece)
            self.entry["sent"] += len(piece)
            count -= len(piece)

    def answer(self, status, body, headers={}):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main():
    arguments = sys.argv[1:]
    option = lambda name, count: arguments[arguments.index(name) + 1:][:count] if name in arguments else None
    # Connections that come together and do not fit are made again by their clients, a second later.
    ThreadingHTTPServer.request_queue_size = 128
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.folder, server.lock, server.asked, server.times = Path(arguments[0]), threading.Lock(), [], {}
    server.places = {}
    server.delay = float((option("--delay", 1) or ["0"])[0])
    server.link = Link(float((option("--rate", 1) or ["0"])[0]))
    server.is_tls = "--tls" in arguments
    if server.is_tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*option("--tls", 2))
        server.socket = context.wrap_socket(server.socket, server_side=True)
    print(server.server_address[1], flush=True)
    # Whoever started it holds its standard input.
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
