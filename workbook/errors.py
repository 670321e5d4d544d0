"""Every failure we expect, with its status and the words a worker reads."""

from typing import ClassVar


class ServiceError(Exception):
    """Base of every failure we expect.

    `message` goes on the page, so it is a whole sentence without names or case details. `detail`
    goes to the log, so it holds ids and never what someone wrote.
    """

    status: ClassVar[int]
    heading: ClassVar[str]

    def __init__(self, message: str, **detail: object) -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail


class NotFoundError(ServiceError):
    """It does not exist, or this worker may not see it. The two are never told apart."""

    status = 404
    heading = "Page not found"

    def __init__(self, message: str = "Check the address, or go back.", **detail: object) -> None:
        super().__init__(message, **detail)


class NotAllowedError(ServiceError):
    """The worker may see it but their role may not do this."""

    status = 403
    heading = "You cannot do this"


class NotSignedInError(ServiceError):
    """Nobody is signed in, or the session has ended."""

    status = 401
    heading = "Sign in to carry on"


class LockedError(ServiceError):
    """The sign-in was not used for a while: it is locked until its worker shows who they are."""

    status = 401
    heading = "Unlock to carry on"


class FirstPasswordError(ServiceError):
    """The worker signed in with the password that was handed to them, and has yet to change it."""

    status = 403
    heading = "Choose a password of your own"


class SecondStepNeededError(ServiceError):
    """The worker's role asks for a second step, and they have not set one up yet."""

    status = 403
    heading = "Set up a second step"


class ForgedFormError(ServiceError):
    """The form did not come from a page that we gave this session."""

    status = 403
    heading = "This form could not be checked"


class SupersededError(ServiceError):
    """Someone saved a newer version after this worker opened the page."""

    status = 409
    heading = "Someone else has changed this"


class SealedError(ServiceError):
    """It has been signed off: later words are added as a dated addendum."""

    status = 409
    heading = "This has been signed off"


class ReusedSubmitError(ServiceError):
    """The same form was sent again with different words in it."""

    status = 422
    heading = "This form was already sent"


class NothingGoesError(ServiceError):
    """No document of any kind may be made for this person."""

    status = 403
    heading = "No document can be made for this person"


class BadRecordError(ServiceError):
    """A record to be brought in is wrong. `problems` lists every place and remedy."""

    status = 422
    heading = "This record has problems"

    def __init__(self, problems: list[str]) -> None:
        super().__init__(f"{len(problems)} problems found. Nothing was brought in.")
        self.problems = problems


class BadScheduleError(ServiceError):
    """The retention schedule is wrong. `problems` lists every place."""

    status = 422
    heading = "The retention schedule has problems"

    def __init__(self, problems: list[str]) -> None:
        super().__init__("The retention schedule cannot be used.")
        self.problems = problems
