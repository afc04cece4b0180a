"""Fetching: what may pass is tried again, what is final is said, and arXiv's own hosts are asked slowly."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import tenacity

import miner.fetch
from miner import limiter
from miner.fetch import ATTEMPTS, Answer, Fetcher, FetchError, Refused

BODY = b"%PDF-1.5 a whole body %%EOF"
Reply = Callable[[BaseHTTPRequestHandler], None]


def answer(status: int = 200, body: bytes = BODY, **headers: str) -> Reply:
    def reply(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return reply


def reset(request: BaseHTTPRequestHandler) -> None:
    request.close_connection = True


GOOD = answer()
CUT = answer(Content_Length="1000")


class Server(ThreadingHTTPServer):
    replies: list[Reply]
    asked: list[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Script(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.replies.pop(0)(self)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that gives the replies of its script, one a request."""
    server = Server(("127.0.0.1", 0), Script)
    server.replies, server.asked = [], []
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetcher() -> Fetcher:
    return Fetcher(pause=tenacity.wait_none())


def is_pdf(answer: Answer) -> None:
    if not answer.content.startswith(b"%PDF"):
        raise Refused("the answer is no PDF")


@pytest.mark.parametrize(
    "trouble",
    [answer(429), answer(503), answer(500), answer(504), reset, CUT, answer(body=b"<html>"), answer(body=b"")],
    ids=["429", "503", "500", "504", "reset", "cut", "HTML", "nothing"],
)
@pytest.mark.parametrize("times", [1, ATTEMPTS - 1])
def test_trouble_that_passes_costs_attempts_alone(server: Server, fetcher: Fetcher, trouble: Reply, times: int) -> None:
    """The good answer in the end is whole."""
    server.replies = [trouble] * times + [GOOD]
    assert fetcher.get(f"{server.address}/pdf/1", is_pdf).content == BODY
    assert server.asked == ["/pdf/1"] * (times + 1)


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (answer(503), "the server answers 503"),
        (reset, "no connection"),
        (CUT, "breaks off"),
        (answer(body=b"<html>"), "the answer is no PDF"),
    ],
    ids=["503", "reset", "cut", "HTML"],
)
def test_trouble_that_stays_is_a_failure_that_may_be_tried_again(
    server: Server, fetcher: Fetcher, trouble: Reply, reason: str
) -> None:
    """After five attempts, with the last reason."""
    server.replies = [trouble] * ATTEMPTS
    with pytest.raises(FetchError, match=reason) as refusal:
        fetcher.get(f"{server.address}/pdf/1", is_pdf)
    assert refusal.value.failure.retry
    assert len(server.asked) == ATTEMPTS


@pytest.mark.parametrize(("status", "retry"), [(404, False), (410, False), (403, True)])
def test_a_final_answer_is_not_asked_for_twice(server: Server, fetcher: Fetcher, status: int, retry: bool) -> None:
    """What is not there will not be; what is forbidden may be allowed later."""
    server.replies = [answer(status)]
    with pytest.raises(FetchError, match=str(status)) as refusal:
        fetcher.get(f"{server.address}/pdf/1")
    assert refusal.value.failure.retry is retry


@pytest.mark.parametrize(
    ("asked", "pauses"),
    [("7", [7.0]), ("Wed, 01 Jan 2020 00:00:00 GMT", [0.0]), ("soon", [0.0])],
    ids=["seconds", "a date gone by", "nonsense"],
)
def test_the_server_says_when_to_come_back(
    server: Server, monkeypatch: pytest.MonkeyPatch, asked: str, pauses: list[float]
) -> None:
    """`Retry-After`, in seconds or as a date, counts before our own pauses."""
    slept: list[float] = []
    monkeypatch.setattr(tenacity.nap.time, "sleep", slept.append)
    server.replies = [answer(503, Retry_After=asked), GOOD]
    Fetcher(pause=tenacity.wait_none()).get(f"{server.address}/pdf/1")
    assert slept == pauses


def test_a_server_that_asks_for_hours_is_left_alone(server: Server, fetcher: Fetcher) -> None:
    """A crawl does not hang on one server's word; the paper is tried again another day."""
    server.replies = [answer(503, Retry_After="86400")]
    with pytest.raises(FetchError, match="come back in 86400 s") as refusal:
        fetcher.get(f"{server.address}/pdf/1")
    assert refusal.value.failure.retry


def test_redirections_are_followed_but_not_for_ever_and_only_over_http(server: Server, fetcher: Fetcher) -> None:
    """A file on this machine is no answer."""
    server.replies = [answer(302, b"", Location="/pdf/2"), GOOD]
    assert fetcher.get(f"{server.address}/pdf/1").url.endswith("/pdf/2")
    server.replies = [answer(302, b"", Location="/pdf/1")] * 10
    with pytest.raises(FetchError, match="redirections"):
        fetcher.get(f"{server.address}/pdf/1")
    server.replies = [answer(302, b"", Location="file:///etc/passwd")]
    with pytest.raises(FetchError, match="leads to file:"):
        fetcher.get(f"{server.address}/pdf/1")


def test_an_answer_without_end_is_cut_off(server: Server, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body beyond the limit is final: it would be as large the next time."""
    monkeypatch.setattr(miner.fetch, "MEGABYTES", 1)
    server.replies = [answer(body=b"x" * (3 << 20))]
    with pytest.raises(FetchError, match="more than 1 MB"):
        fetcher.get(f"{server.address}/pdf/1")


def test_a_server_that_is_not_there_is_out_of_reach(fetcher: Fetcher) -> None:
    """The crawl wants to know it from a paper that is not there."""
    with pytest.raises(FetchError, match="no connection") as refusal:
        fetcher.get("http://127.0.0.1:9/pdf/1")
    assert refusal.value.unreachable


def test_every_request_waits_for_its_turn(server: Server, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries and redirections too."""
    hosts: list[str] = []

    @contextmanager
    def turn(host: str) -> Iterator[None]:
        hosts.append(host)
        yield

    monkeypatch.setattr(miner.fetch, "turn", turn)
    server.replies = [answer(503), answer(302, b"", Location="/pdf/2"), GOOD]
    fetcher.get(f"{server.address}/pdf/1")
    assert hosts == ["127.0.0.1"] * 3


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_requests_to_arxiv_are_three_seconds_apart_and_others_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the host of arXiv's; a mirror of one's own is asked at once."""
    clock = Clock()
    monkeypatch.setattr(limiter, "time", clock)
    for host in ("export.arxiv.org", "arxiv.org", "notarxiv.org", "export.arxiv.org"):
        with limiter.turn(host, tmp_path / "lock"):
            clock.now += 1.0  # the request itself takes a second
    assert clock.slept == [0.0, 2.0, 1.0]


def test_one_request_at_a_time_goes_to_arxiv_from_this_machine(tmp_path: Path) -> None:
    """Threads stand for programs here: the lock is the kernel's, on the open file."""
    inside, most = 0, 0

    def ask() -> None:
        nonlocal inside, most
        for _ in range(20):
            with limiter.turn("export.arxiv.org", tmp_path / "lock", seconds=0.0):
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


@pytest.mark.parametrize("content", [b"", b"nonsense", b"9e99"])
def test_a_spoilt_lock_file_never_makes_anyone_wait_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    """Nor does a clock that was set back."""
    clock = Clock()
    monkeypatch.setattr(limiter, "time", clock)
    (tmp_path / "lock").write_bytes(content)
    with limiter.turn("arxiv.org", tmp_path / "lock"):
        assert sum(clock.slept) <= limiter.SECONDS
