"""How long Spark may work on what is asked of a frame: what takes longer is cancelled where it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

from dpa_jupyter.quality.engines.time_limit import SECONDS, TimeLimit

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Item = TypeVar("Item")
Result = TypeVar("Result")


class TaggedJobs:
    """The jobs that a thread runs while they are tagged; no other job of the user is touched, nor a job group."""

    def __init__(self, session: SparkSession) -> None:
        self._session, self._tag = session, f"dpa-jupyter-{uuid4().hex}"
        self._context = getattr(session, "sparkContext", None)
        """None in Spark Connect. What classic Spark gives as Arrow, the tags of a session do not reach, but those of
        its context."""

    @contextmanager
    def tagged(self) -> Iterator[None]:
        """Tag what this thread runs."""
        add, remove = (
            (self._session.addTag, self._session.removeTag)
            if self._context is None
            else (self._context.addJobTag, self._context.removeJobTag)
        )
        add(self._tag)
        try:
            yield
        finally:
            remove(self._tag)

    def interrupt(self) -> None:
        """Cancel what is tagged and runs now."""
        if self._context is None:
            self._session.interruptTag(self._tag)
        else:
            self._context.cancelJobsWithTag(self._tag)


class SparkLimit(TimeLimit):
    """A limit that cancels jobs of Spark."""

    def __init__(self, session: SparkSession, seconds: float = SECONDS) -> None:
        self._jobs = TaggedJobs(session)
        super().__init__(seconds, self._jobs)

    def each(
        self, items: Sequence[Item], work: Callable[[Sequence[Item]], Sequence[Result] | Iterator[Result]]
    ) -> list[Result | Exception]:
        """Return the result of each item or its error, which is `TooSlowError` where the time is over."""
        with self._jobs.tagged():
            return super().each(items, work)
