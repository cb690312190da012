"""Whether the platform was silent before a deadline, as evidence for giving everybody more time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from securit.kernel import pulse
from securit.stages.applications.services.propose_extension import MOST_MINUTES
from securit.stages.applications.window import brussels

LOOKED_AT = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Outage:
    """The longest silence: for how many minutes, and in a sentence."""

    minutes: int
    sentence: str


def outage_before(deadline_at: datetime) -> Outage | None:
    """The longest silence of the platform in the last two hours before the deadline; ``None`` when there was none."""
    found = pulse.silences(deadline_at - LOOKED_AT, deadline_at)
    if not found:
        return None
    longest = max(found, key=lambda silence: silence.lasted)
    minutes = -(-longest.lasted // timedelta(minutes=1))
    sentence = _(
        "The platform's log has no sign of life from %(since)s to %(until)s, %(minutes)d minutes. The worker did not "
        "run or the database did not answer; find out whether pages could be opened meanwhile."
    )
    values = {"since": brussels(longest.since), "until": brussels(longest.until), "minutes": minutes}
    return Outage(min(minutes, MOST_MINUTES), sentence % values)
