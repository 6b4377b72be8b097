"""Examining many texts: in this process, and from some thousands on in two more beside it. The findings are the same.

The other processes load the tagger and nothing else: neither Django nor the database.
"""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import wait as wait_for
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import NamedTuple

from videos.tagging.examination import Examination, examine
from videos.tagging.zones import VideoText
from videos.vocabulary.definitions import Vocabulary
from videos.vocabulary.parser import catalog_vocabulary

HELPED_FROM = 2_000  # texts; the two need about four seconds and 100 MB each to begin
_HELPERS = 2
_CHUNK = 32  # texts handed over at a time

_logger = logging.getLogger(__name__)


class Question(NamedTuple):
    """What is examined of one video."""

    text: VideoText
    channel: str | None
    duration_seconds: float | None
    live_status: str | None


class Examiner:
    """Examines texts by one vocabulary. For one thread at a time; `close` it after many."""

    def __init__(self, vocabulary: Vocabulary, *, helped_from: int = HELPED_FROM):
        self._vocabulary = vocabulary
        self._before_help = helped_from if (os.cpu_count() or 1) > 1 else float("inf")
        self._pool: ProcessPoolExecutor | None = None
        self._begun: list[Future] = []

    def examine_all(self, questions: Iterable[Question]) -> list[Examination]:
        """Examine `questions`, in order. They are taken one by one: making the next goes on beside examining."""
        questions = iter(questions)
        chunks: list[tuple[list[Question], Future | None]] = []
        while chunk := list(islice(questions, _CHUNK)):
            self._before_help -= len(chunk)
            chunks.append((chunk, self._hand_over(chunk)))
        return [examination for chunk, future in chunks for examination in self._collect(chunk, future)]

    def start(self, *, wait: bool) -> None:
        """Start the other processes; without `wait` they come in when they are ready."""
        try:
            self._pool = ProcessPoolExecutor(
                _HELPERS,
                # Not forked: a copy of this process would hold its connection to the database, and others' locks.
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_begin,
                initargs=(self._vocabulary.fingerprint,),
            )
            self._begun = [self._pool.submit(_examine_chunk, []) for _ in range(_HELPERS)]
            if wait:
                wait_for(self._begun)
        except (OSError, BrokenProcessPool) as error:
            self._go_on_alone(error)

    def close(self) -> None:
        """End the other processes; they come again after as many texts as at first."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
            self._before_help = HELPED_FROM

    def _hand_over(self, chunk: list[Question]) -> Future | None:
        """None where this process must examine the chunk itself."""
        if self._pool is None and self._before_help <= 0:
            self.start(wait=False)
        if self._pool is None or not all(future.done() for future in self._begun):
            return None
        try:
            return self._pool.submit(_examine_chunk, chunk)
        except (OSError, BrokenProcessPool) as error:
            self._go_on_alone(error)
            return None

    def _collect(self, chunk: list[Question], future: Future | None) -> list[Examination]:
        if future:
            try:
                return future.result()
            except (OSError, BrokenProcessPool) as error:
                self._go_on_alone(error)
        return [_examine(question, self._vocabulary) for question in chunk]

    def _go_on_alone(self, error: Exception) -> None:
        _logger.warning("Texts are examined in one process: the others cannot be had (%s)", error)
        self.close()
        self._before_help = float("inf")


def _examine(question: Question, vocabulary: Vocabulary) -> Examination:
    return examine(
        question.text,
        channel=question.channel,
        duration_seconds=question.duration_seconds,
        live_status=question.live_status,
        vocabulary=vocabulary,
    )


def _begin(fingerprint: str) -> None:
    """Get ready in another process: a vocabulary changed since is refused, which breaks the pool off."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that asks, which ends this one
    threading.Thread(target=_end_with_parent, daemon=True).start()
    vocabulary = catalog_vocabulary()
    if vocabulary.fingerprint != fingerprint:
        raise RuntimeError("the vocabulary's files have changed")
    _examine(Question(VideoText(title="Compiles the vocabulary, loads the detector"), None, None, None), vocabulary)


def _end_with_parent() -> None:
    """Where the parent is killed nobody says so."""
    multiprocessing.parent_process().join()
    os._exit(1)


def _examine_chunk(chunk: list[Question]) -> list[Examination]:
    vocabulary = catalog_vocabulary()
    return [_examine(question, vocabulary) for question in chunk]
