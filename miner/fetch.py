"""Fetching over HTTP: politely, within limits, again where that helps, and only answers that are what was asked for.

What may pass is tried again with growing pauses, or after as long as the server says (`Retry-After`): lost
connections, bodies that break off, "too many requests", a server's trouble, and an answer that its reader refuses.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib import metadata
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
import tenacity

from extractors.model import Failure, PaperscaleError
from miner.limiter import turn

ATTEMPTS = 5
PAUSES = tenacity.wait_exponential_jitter(initial=1, max=60, jitter=1)
LONGEST_PAUSE = 600.0
CONNECT_SECONDS, SILENT_SECONDS, WHOLE_SECONDS = 20.0, 60.0, 600.0
HOPS = 5
MEGABYTES = 200
PASSING = {408, 425, 429, 500, 502, 503, 504}


class FetchError(PaperscaleError):
    """An address that gives nothing; `failure` says why, `unreachable` whether the server does not answer at all."""

    def __init__(self, address: str, reason: str, retry: bool, unreachable: bool = False) -> None:
        """Keep the reason."""
        super().__init__(f"{address}: {reason}")
        self.failure = Failure("fetch", reason, retry)
        self.unreachable = unreachable


class Refused(Exception):
    """An answer that is not what was asked for; another try may bring it."""


class _Passing(Exception):
    """Something that may have passed at the next try; `pause` is what the server asks for, in seconds."""

    def __init__(self, reason: str, pause: float = 0.0, unreachable: bool = False) -> None:
        super().__init__(reason)
        self.pause = pause
        self.unreachable = unreachable


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with status 200, its body whole. The names are those of `requests.Response`."""

    url: str
    content: bytes
    status_code: int = 200


class Fetcher:
    """Fetches addresses over connections that it keeps open."""

    def __init__(self, contact: str = "", pause: tenacity.wait.wait_base = PAUSES) -> None:
        """`contact` is an address that the server's people may write to."""
        self._session = requests.Session()
        who = f"; {contact}" if contact else ""
        self._session.headers["User-Agent"] = f"paperscale/{metadata.version('paperscale')} (literature mining{who})"
        self._pause = pause

    def get(self, url: str, check: Callable[[Answer], None] = lambda answer: None, headers: object = None) -> Answer:
        """The answer of an address, which `check` may refuse. `headers` is for callers that take this for `requests`.

        Raises FetchError where the answer is final, or not to be had in five attempts.
        """
        attempts = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type((_Passing, Refused)),
            stop=tenacity.stop_after_attempt(ATTEMPTS),
            wait=self._wait,
            reraise=True,
        )
        try:
            return attempts(self._attempt, url, check)
        except (_Passing, Refused) as fault:
            unreachable = isinstance(fault, _Passing) and fault.unreachable
            raise FetchError(url, f"{fault} ({ATTEMPTS} attempts)", True, unreachable) from None

    def _attempt(self, url: str, check: Callable[[Answer], None]) -> Answer:
        answer = self._followed(url)
        check(answer)
        return answer

    def _wait(self, state: tenacity.RetryCallState) -> float:
        fault = state.outcome.exception() if state.outcome else None
        asked = fault.pause if isinstance(fault, _Passing) else 0.0
        return asked or self._pause(state)

    def _followed(self, url: str) -> Answer:
        start = url
        for _ in range(HOPS):
            parts = urlsplit(url)
            if parts.scheme not in ("http", "https"):
                raise FetchError(start, f"it leads to {url}", False)
            self._session.trust_env = parts.hostname not in ("127.0.0.1", "localhost", "::1")  # no proxy to oneself
            with turn(parts.hostname or ""):
                answer = self._once(url)
            if isinstance(answer, Answer):
                return answer
            url = urljoin(url, answer)
        raise FetchError(start, f"more than {HOPS} redirections", False)

    def _once(self, url: str) -> Answer | str:
        """One request: the answer, or the address that it redirects to."""
        try:
            with self._session.get(
                url, stream=True, allow_redirects=False, timeout=(CONNECT_SECONDS, SILENT_SECONDS)
            ) as response:
                if response.is_redirect:
                    return response.headers["Location"]
                if response.status_code in PASSING:
                    raise _Passing(f"the server answers {response.status_code}", _asked_pause(response))
                if response.status_code != requests.codes.ok:
                    raise FetchError(
                        url, f"the server answers {response.status_code}", response.status_code not in (404, 410)
                    )
                return Answer(url, _body(response))
        except (requests.ConnectionError, requests.Timeout) as error:
            raise _Passing(f"no connection: {_cause(error)}", unreachable=True) from None
        except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError) as error:
            raise _Passing(f"the answer breaks off: {_cause(error)}") from None
        except (requests.RequestException, ValueError) as error:
            raise FetchError(url, f"it cannot be fetched: {_cause(error)}", False) from None


def _body(response: requests.Response) -> bytes:
    deadline = time.monotonic() + WHOLE_SECONDS
    parts: list[bytes] = []
    size = 0
    for part in response.iter_content(1 << 16):
        parts.append(part)
        size += len(part)
        if size > MEGABYTES << 20:
            raise FetchError(response.url, f"the answer has more than {MEGABYTES} MB", False)
        if time.monotonic() > deadline:
            raise _Passing(f"the answer takes more than {WHOLE_SECONDS:.0f} s")
    length = response.headers.get("Content-Length", "")
    if length.isdigit() and "Content-Encoding" not in response.headers and size != int(length):
        raise _Passing(f"the answer breaks off after {size} of {length} bytes")
    return b"".join(parts)


def _asked_pause(response: requests.Response) -> float:
    """Seconds that `Retry-After` asks for, as a number or as a date; 0 where it asks for nothing."""
    asked = response.headers.get("Retry-After", "")
    try:
        pause = float(asked) if asked.strip().isdigit() else parsedate_to_datetime(asked).timestamp() - time.time()
    except (TypeError, ValueError):
        return 0.0
    if pause > LONGEST_PAUSE:
        raise FetchError(response.url, f"the server asks to come back in {pause:.0f} s", True)
    return max(0.0, pause)


def _cause(error: Any) -> str:
    """The innermost cause that has something to say."""
    while (inner := error.__cause__ or error.__context__) is not None and str(inner):
        error = inner
    return " ".join(str(error).split())[:200]
