"""A loopback arXiv for the demo: it answers every query with all the sample papers, and serves their PDFs.

The feed is Atom as https://info.arxiv.org/help/api/user-manual.html describes it. Nothing else is asked.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from miner.demo.manuscript import Manuscript
from miner.demo.typeset import typeset


@contextmanager
def serve(papers: Sequence[Manuscript]) -> Iterator[str]:
    """Serve the papers on a free port of 127.0.0.1 while the context lasts; gives the base address."""
    files = {f"/pdf/{paper.identifier}v{paper.version}": typeset(paper) for paper in papers}
    latest = {f"/pdf/{paper.identifier}": f"/pdf/{paper.identifier}v{paper.version}" for paper in papers}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            path = address.path.removesuffix(".pdf")
            data = files.get(latest.get(path, path))
            if address.path == "/api/query":
                self._answer("application/atom+xml; charset=utf-8", _feed(papers, parse_qs(address.query)))
            elif data is not None:
                self._answer("application/pdf", data)
            else:
                self.send_error(404)

        def _answer(self, kind: str, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def _feed(papers: Sequence[Manuscript], query: dict[str, list[str]]) -> bytes:
    start = int(query.get("start", ["0"])[0])
    most = int(query.get("max_results", ["10"])[0])
    wanted = {name.rpartition("v")[0] or name for name in ",".join(query.get("id_list", [])).split(",") if name}
    found = [paper for paper in papers if not wanted or paper.identifier in wanted]
    page = found[start : start + most]
    entries = "".join(_entry(paper) for paper in page)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"'
        ' xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
        "<id>http://arxiv.org/api/demo</id><title>sample papers</title><updated>2001-01-01T00:00:00Z</updated>"
        f"<opensearch:totalResults>{len(found)}</opensearch:totalResults>"
        f"<opensearch:startIndex>{start}</opensearch:startIndex>"
        f"<opensearch:itemsPerPage>{len(page)}</opensearch:itemsPerPage>{entries}</feed>"
    ).encode()


def _entry(paper: Manuscript) -> str:
    address = f"{paper.identifier}v{paper.version}"
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in paper.authors)
    categories = "".join(
        f'<category term="{name}" scheme="http://arxiv.org/schemas/atom"/>' for name in paper.categories
    )
    return (
        f"<entry><id>http://arxiv.org/abs/{address}</id><title>{escape(paper.title)}</title>"
        f"<published>{paper.submitted}T00:00:00Z</published><updated>{paper.submitted}T00:00:00Z</updated>"
        f"<summary>{escape(paper.abstract)}</summary>{authors}"
        f'<link href="http://arxiv.org/abs/{address}" rel="alternate" type="text/html"/>'
        f'<link href="http://arxiv.org/pdf/{address}" rel="related" type="application/pdf" title="pdf"/>'
        f'<arxiv:primary_category term="{paper.categories[0]}" scheme="http://arxiv.org/schemas/atom"/>{categories}</entry>'
    )
