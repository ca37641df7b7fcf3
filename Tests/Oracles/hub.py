#!/usr/bin/env python3
"""Stands in for the Hugging Face Hub on loopback: as much of it as its own client needs to list and to read data sets.

usage: hub.py ROOT [--page N] [--token TOKEN] [--private OWNER/NAME] [--gated OWNER/NAME] [--astray] [--log FILE]

Serves the data sets ROOT/OWNER/NAME, each with one commit, which `main` and `refs/convert/parquet` name. Prints two ports: that of the
hub (127.0.0.1) and that of the host that keeps large files (localhost), to which resolve URLs redirect and which answers 400 to
a request that brings a token. A listing has N entries a page. `--astray` gives the next page of a listing on the other host.
"""
import argparse
import hashlib
import json
import os
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, unquote, urlsplit

parser = argparse.ArgumentParser()
parser.add_argument("root")
parser.add_argument("--page", type=int, default=1000)
parser.add_argument("--token")
parser.add_argument("--private", action="append", default=[])
parser.add_argument("--gated", action="append", default=[])
parser.add_argument("--astray", action="store_true")
parser.add_argument("--log")
a = parser.parse_args()
# A file of this size and more is kept on the other host, as Git LFS does it.
LARGE = 1024
lock = threading.Lock()


def note(line):
    if a.log:
        with lock, open(a.log, "a", encoding="utf-8") as log:
            log.write(line + "\n")


def files_of(repository):
    """{path: file} of a data set, or None where there is none."""
    top = os.path.join(a.root, repository)
    if not os.path.isdir(top):
        return None
    found = {}
    for folder, _, names in os.walk(top):
        for name in names:
            file = os.path.join(folder, name)
            found[os.path.relpath(file, top)] = file
    return found


def content(file):
    with open(file, "rb") as opened:
        return opened.read()


def commit_of(repository):
    """A commit that changes with the files' names and contents."""
    state = hashlib.sha1()
    for path, file in sorted(files_of(repository).items()):
        state.update(path.encode() + b"\0" + hashlib.sha1(content(file)).digest())
    return state.hexdigest()


def entry(path, file):
    data = content(file)
    oid = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
    described = {"type": "file", "oid": oid, "size": len(data), "path": path}
    if len(data) >= LARGE:
        described["lfs"] = {"oid": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 134}
    return described


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", headers=()):
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def refuse(self, status, code):
        self.answer(status, {"error": code}, [("X-Error-Code", code)])

    def send_bytes(self, data, headers):
        asked = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        headers = [*headers, ("Accept-Ranges", "bytes")]
        if not asked or asked.groups() == ("", ""):
            return self.answer(200, data, headers)
        first, last = asked.groups()
        start = int(first) if first else max(0, len(data) - int(last))
        end = min(int(last) + 1, len(data)) if first and last else len(data)
        if start >= len(data):
            return self.answer(416, b"", [*headers, ("Content-Range", f"bytes */{len(data)}")])
        part = data[start:end]
        self.answer(206, part, [*headers, ("Content-Range", f"bytes {start}-{end - 1}/{len(data)}")])


class Hub(Handler):
    """The host that knows the names."""

    def bearer(self):
        return self.headers.get("Authorization", "").removeprefix("Bearer ") or None

    def do_GET(self):
        url = urlsplit(self.path)
        note(f"hub {self.command} {self.path} range={self.headers.get('Range')} token={'yes' if self.bearer() else 'no'}")
        found = re.match(r"(/api)?/datasets/([^/]+/[^/]+)(?:/(.*))?$", url.path)
        if not found:
            return self.refuse(404, "RepoNotFound")
        is_api, repository, rest = bool(found[1]), found[2], found[3] or ""
        files = files_of(repository)
        is_known = a.token is None or self.bearer() == a.token
        if files is None or (repository in a.private and not is_known):
            return self.refuse(401 if self.bearer() is None else 404, "RepoNotFound")
        commit = commit_of(repository)
        parts = rest.split("/")
        revision = unquote(parts[1]) if len(parts) > 1 else "main"
        if revision not in ("main", "refs/convert/parquet", commit):
            return self.refuse(404, "RevisionNotFound")
        if is_api and (not rest or parts[0] == "revision"):
            siblings = [{"rfilename": path} for path in sorted(files)]
            return self.answer(200, {"id": repository, "sha": commit, "private": False, "gated": False, "disabled": False,
                                     "downloads": 0, "likes": 0, "tags": [], "siblings": siblings})
        path = unquote("/".join(parts[2:]))
        if is_api and parts[0] == "tree":
            return self.tree(repository, files, path, parse_qs(url.query))
        if is_api and parts[0] == "paths-info":
            length = int(self.headers.get("Content-Length", 0))
            wanted = parse_qs(self.rfile.read(length).decode()).get("paths", [])
            return self.answer(200, [entry(name, files[name]) for name in wanted if name in files])
        if is_api or parts[0] != "resolve" or path not in files:
            return self.refuse(404, "EntryNotFound")
        if repository in a.gated and not is_known:
            return self.refuse(401 if self.bearer() is None else 403, "GatedRepo")
        described = entry(path, files[path])
        headers = [("X-Repo-Commit", commit), ("ETag", f'"{described["oid"]}"')]
        if "lfs" not in described:
            return self.send_bytes(content(files[path]), headers)
        oid = described["lfs"]["oid"]
        place = f"http://localhost:{other.server_port}/{repository}/{quote(path)}?oid={oid}&X-Amz-Signature=signed-for-one"
        self.answer(302, b"", [("X-Repo-Commit", commit), ("X-Linked-Etag", f'"{oid}"'),
                               ("X-Linked-Size", str(described["size"])), ("Location", place)])

    do_HEAD = do_POST = do_GET

    def tree(self, repository, files, path, query):
        below = path + "/" if path else ""
        inside = {name: file for name, file in files.items() if name.startswith(below)}
        if not inside:
            return self.refuse(404, "EntryNotFound")
        is_recursive = query.get("recursive", ["false"])[0].lower() in ("true", "1")
        folders, entries = set(), []
        for name, file in inside.items():
            steps = name[len(below):].split("/")
            folders |= {below + "/".join(steps[:k]) for k in range(1, len(steps) if is_recursive else min(2, len(steps)))}
            if is_recursive or len(steps) == 1:
                entries.append(entry(name, file))
        entries += [{"type": "directory", "oid": hashlib.sha1(name.encode()).hexdigest(), "size": 0, "path": name}
                    for name in folders]
        entries.sort(key=lambda entry: entry["path"])
        start = int(query.get("cursor", ["0"])[0])
        headers = []
        if start + a.page < len(entries):
            host = f"localhost:{other.server_port}" if a.astray else self.headers["Host"]
            path = urlsplit(self.path).path
            more = f"http://{host}{path}?recursive={is_recursive}&expand=False&cursor={start + a.page}"
            headers = [("Link", f'<{more}>; rel="next"')]
        self.answer(200, entries[start:start + a.page], headers)


class Other(Handler):
    """The host that keeps large files, and has to see no token."""

    def do_GET(self):
        has_token = "Authorization" in self.headers
        note(f"other {self.command} {self.path} range={self.headers.get('Range')} token={'yes' if has_token else 'no'}")
        if has_token:
            return self.answer(400, b"this host was shown a token")
        url = urlsplit(self.path)
        data = content(os.path.join(a.root, *unquote(url.path).strip("/").split("/")))
        oid = parse_qs(url.query)["oid"][0]
        if hashlib.sha256(data).hexdigest() != oid:
            return self.answer(404)
        self.send_bytes(data, [("ETag", f'"{oid}"')])

    do_HEAD = do_GET


hub = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
other = ThreadingHTTPServer(("127.0.0.1", 0), Other)
for server in (hub, other):
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
print(hub.server_port, other.server_port, flush=True)
# The tests' end closes standard input, however they end.
sys.stdin.read()
