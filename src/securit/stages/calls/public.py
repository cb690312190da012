"""The door of ``calls``."""

from securit.stages.calls.models import Call, CallChallenge

#: While a call is in one of these, applications to it are sealed.
SEALED_STATES = ("drafted", "announced", "published", "open")

__all__ = ["SEALED_STATES", "Call", "CallChallenge"]
