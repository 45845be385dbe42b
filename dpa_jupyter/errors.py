"""The tree of errors.

DpaError
├── UserError                 the user can mend it: shown as one line, no traceback
│   ├── RequestError          the line of the magic can't be understood
│   ├── SettingError          a setting has a value that is not allowed
│   ├── FrameNotFoundError    a name that is no frame of the kernel
│   ├── ColumnNotFoundError   a name that is no column of its frame
│   └── ChangeError           a change can't be made, undone or redone as things stand
├── ModelError                the model's side failed
│   ├── ModelUnavailableError     network, time-out, rate limit, overload: may work later
│   ├── ModelRefusedError         credentials, permission, unknown model, content policy
│   ├── ContextTooLongError       more was sent than the model can read
│   ├── BadRequestError           the provider refused the form of the request
│   └── BrokenAnswerError         the answer was empty, cut off or not readable
├── ToolError                 a tool could not do what was asked: the model is told and may try again
│   └── ArgumentsError            the arguments of the call can't be read or don't fit
├── LimitReachedError         steps or time are used up
├── RunNotFinished            a run failed or was stopped: its cell fails, in one line
└── SessionError              a session file can't be read or written
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from dpa_jupyter.sentence import Sentence, sentence


def suggestion(word: str, known: Iterable[str]) -> Sentence:
    """Return " Did you mean 'x'?" for the known word that is most like this one, or nothing."""
    by_folded = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), by_folded, n=3, cutoff=0.6)
    swapped = [name for name in close if sorted(name) == sorted(word.casefold())]  # nearer than with a letter less
    return sentence(" Did you mean {name!r}?", name=by_folded[(swapped or close)[0]]) if close else sentence("")


def innermost(error: BaseException) -> BaseException:
    """Return the first error in a group of them, or the error itself where it is none."""
    while isinstance(error, BaseExceptionGroup) and error.exceptions:
        error = error.exceptions[0]
    return error


class DpaError(Exception):
    """The root of all errors that this package raises on purpose."""


class UserError(DpaError):
    """Something the user can mend; its text is one line that names the thing and the next step."""


class RequestError(UserError):
    """The line of the magic can't be understood."""


class SettingError(UserError):
    """A setting has a value that is not allowed."""


class FrameNotFoundError(UserError, KeyError):
    """A name that is no frame of the kernel."""

    __str__ = Exception.__str__  # a KeyError would quote the sentence

    @classmethod
    def named(cls, name: str, known: Iterable[str]) -> FrameNotFoundError:
        """Say which name is unknown, what it may have meant, and which frames there are."""
        names = sorted(known)
        if not names:
            return cls(sentence("there is no frame {said!r}. There is no frame in the kernel yet.", said=name))
        return cls(
            sentence(
                "there is no frame {said!r}.{sentence} Frames: {names}.",
                said=name,
                sentence=suggestion(name, names),
                names=names[:20],
            )
        )


class ColumnNotFoundError(UserError, KeyError):
    """A name that is no column of its frame."""

    __str__ = Exception.__str__  # a KeyError would quote the sentence

    @classmethod
    def named(cls, name: str, known: Iterable[str]) -> ColumnNotFoundError:
        """Say which name is unknown, what it may have meant, and which columns there are."""
        names = list(known)
        listed = [*names[:20], "…"] if len(names) > 20 else names
        if not names:
            return cls(sentence("there is no column {said!r}.", said=name))
        return cls(
            sentence(
                "there is no column {said!r}.{sentence} Columns: {names}.",
                said=name,
                sentence=suggestion(name, names),
                names=listed,
            )
        )


class FrameError(UserError):
    """A frame can't be read at all."""


class ChangeError(UserError):
    """A variable can't be changed, or a change not undone or redone, as things stand."""


class ModelError(DpaError):
    """The model's side failed."""


class ModelUnavailableError(ModelError):
    """The model can't be reached now, but may be later; `retry_after` is in seconds, None if unknown."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ModelRefusedError(ModelError):
    """The provider refuses this caller, this model or this content; asking again changes nothing."""


class ContextTooLongError(ModelError):
    """More was sent than the model can read at once."""


class BadRequestError(ModelError):
    """The provider refused the form of the request."""


class BrokenAnswerError(ModelError):
    """The model's answer was empty, cut off or not readable."""


class ToolError(DpaError):
    """A tool could not do what was asked; its text is for the model, which may try again."""


class ArgumentsError(ToolError):
    """The arguments of a call can't be read or don't fit; the tool was not run."""


class LimitReachedError(DpaError):
    """The run's steps or time are used up."""


class RunNotFinished(DpaError):  # noqa: N818 - the error itself was shown with the run; this is its end
    """A run failed or was stopped; raised so that its cell fails too and "Run All" goes no further."""

    def _render_traceback_(self) -> list[str]:
        """Tell IPython to show one line in place of a traceback."""
        return [f"dpa: {self}"]


class SessionError(DpaError):
    """A session file can't be read or written."""
