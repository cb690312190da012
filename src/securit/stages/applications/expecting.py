"""How many applications the planner of a call may begin with: what was submitted, and drafts while it is open."""

from __future__ import annotations

from django.utils.translation import gettext as _

from securit.stages.applications.selectors import counts_of
from securit.stages.calls.public import SEALED_STATES, Call, Expected


def expected_applications(call: Call) -> Expected | None:
    """While the call takes applications half of its drafts are taken for likely; afterwards what was submitted."""
    found = counts_of(call)
    if call.state not in SEALED_STATES:
        sentence = _("Taken from the call: %(submitted)d applications were submitted.")
        return _expected(found.submitted, 0, 0, sentence % {"submitted": found.submitted})
    sentence = _(
        "Taken from the call as it stands: %(submitted)d submitted and %(drafts)d drafts. Half of the drafts "
        "are taken for likely, all of them for the most."
    )
    values = {"submitted": found.submitted, "drafts": found.drafts}
    return _expected(found.submitted, found.drafts // 2, found.drafts, sentence % values)


def _expected(submitted: int, perhaps: int, at_most: int, sentence: str) -> Expected | None:
    if submitted + at_most == 0:
        return None
    return Expected(max(1, submitted), max(1, submitted + perhaps), submitted + at_most, sentence)
