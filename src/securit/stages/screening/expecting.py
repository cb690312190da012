"""How many applications go to evaluation, for the planner of the call: those cleared, and those still being checked."""

from __future__ import annotations

from django.utils.translation import gettext as _

from securit.stages.calls.public import Call, Expected
from securit.stages.screening.selectors import cleared_versions, screening_progress, unscreened_versions

UNDECIDED = ("opened", "clarification_requested", "rejection_proposed")


def expected_after_check(call: Call) -> Expected | None:
    """At least what is cleared, at most that and what is not decided; nothing before one is cleared."""
    cleared = cleared_versions(call).count()
    if cleared == 0:
        return None
    progress = screening_progress(call)
    undecided = sum(progress[state] for state in UNDECIDED) + unscreened_versions(call).count()
    sentence = _("Taken from the eligibility check: %(cleared)d applications cleared, %(undecided)d not decided yet.")
    values = {"cleared": cleared, "undecided": undecided}
    return Expected(cleared, cleared + undecided, cleared + undecided, sentence % values)
