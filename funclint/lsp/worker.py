"""The thread that does the work of a session: events in order, then answers, then what is left, piece by piece."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from funclint.lsp.session import Session

DEBOUNCE = 0.05
"""Seconds without a change before what was changed is looked at."""
QUIET = 0.3
"""Seconds without a change before apps are looked at as a whole."""

POLL = 5.0
"""Seconds between two looks at the disk while nothing happens, for an editor that does not watch files."""

COLLECTED_AFTER = 100
"""So many pieces of work are done between two collections."""

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Worker:
    """Runs everything about a session on one thread.

    ``failed`` is told of an exception. After one the session rests until the next event, and then begins anew: what
    went wrong may go wrong again at once. ``polls``: whether to look for changes on the disk, which nobody tells of.

    Garbage is collected when there is nothing else to do, so that the collector can be off: left to itself, it would
    walk all that is known of large apps in the middle of an edit.
    """

    def __init__(self, session: Session, failed: Callable[[Exception], None]) -> None:
        self._session = session
        self._failed = failed
        self._jobs: deque[Callable[[], None]] = deque()
        self._condition = threading.Condition()
        self._stopped = False
        self._has_failed = False
        self._last_change = 0.0
        self._done = 0
        self._litters = False
        self.polls = False
        self._thread = threading.Thread(target=self._run, name="funclint", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the piece of work at hand."""
        with self._condition:
            self._stopped = True
            self._condition.notify()

    def tell(self, event: Callable[[], None]) -> None:
        """An event for the session: something was changed."""
        self._last_change = time.monotonic()

        def take() -> None:
            if self._has_failed:
                self._has_failed = False
                self._session.recover()
            event()

        self._put(take)

    def ask(self, question: Callable[[], T]) -> Future[T]:
        """An answer, as of the documents when it is asked; the future may be cancelled before it is worked on."""
        answer: Future[T] = Future()

        def work() -> None:
            if not answer.set_running_or_notify_cancel():
                return
            try:
                self._session.settle()
            except Exception as error:
                answer.set_exception(error)
                raise
            try:
                answer.set_result(question())
            except Exception as error:  # of the question alone
                answer.set_exception(error)

        self._put(work)
        return answer

    def _put(self, job: Callable[[], None]) -> None:
        with self._condition:
            self._jobs.append(job)
            self._condition.notify()

    def _run(self) -> None:
        while True:
            job = self._next()
            if job is None:
                return
            self._litters = True
            try:
                job()
            except Exception as error:
                _log.exception("internal error")
                self._has_failed = True
                self._failed(error)
            self._done += 1
            if self._done % COLLECTED_AFTER == 0:
                gc.collect()

    def _next(self) -> Callable[[], None] | None:
        """The next piece of work; waits for one, None in the end."""
        with self._condition:
            while not self._stopped:
                if self._jobs:
                    return self._jobs.popleft()
                if not self._has_failed:
                    still = time.monotonic() - self._last_change
                    if self._session.is_urgent:
                        if still >= DEBOUNCE:
                            return self._session.refresh
                        self._condition.wait(DEBOUNCE - still)
                        continue
                    if self._session.has_work_now(still >= QUIET):
                        return lambda: self._session.work(still >= QUIET)
                    if self._session.has_work:
                        self._condition.wait(max(QUIET - still, 0.01))
                        continue
                if self._litters:
                    return self._collect
                if not self._condition.wait(POLL if self.polls else None):
                    return self._session.look_at_disk
        return None

    def _collect(self) -> None:
        gc.collect()
        self._litters = False
