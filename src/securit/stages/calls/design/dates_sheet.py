"""The page of the dates of a call."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from securit.programmes.definition import ProgrammeDefinition
from securit.stages.calls.design import wording
from securit.stages.calls.design.entries import Entry, Group, Item, Kind, Sheet, Table


def dates(definition: Item, programme: ProgrammeDefinition) -> Sheet:
    """When it opens and closes, what it follows, and what is said before and after."""
    zone = _("Time in %(zone)s.") % {"zone": programme.time_zone}
    return Sheet(
        (
            Group(
                _("Opening and closing"),
                (
                    Entry("mode", _("How it closes"), Kind.CHOICE, choices=wording.MODES, required=True),
                    Entry(
                        "follows",
                        _("Follows the call"),
                        help=_("In a funnel, the code of the step before: only those selected there can apply here."),
                    ),
                    Entry("opens_at", _("Opening"), Kind.MOMENT, zone, True),
                    Entry(
                        "deadline_at",
                        _("Deadline"),
                        Kind.MOMENT,
                        _("What arrives before it counts.") + f" {zone}",
                        True,
                    ),
                ),
            ),
            Table(
                "cut_offs",
                _("Cut-offs"),
                (Entry("", _("Cut-off"), Kind.MOMENT, zone),),
                200,
                _(
                    "Only for a call with several cut-offs; the last one is the deadline. What was submitted before a "
                    "cut-off is checked, evaluated and decided by itself; later applications stay sealed."
                ),
                word=_("Add a cut-off"),
            ),
            Group(
                _("Before and after"),
                (
                    Entry(
                        "gathered_every_days",
                        _("Decided every so many days"),
                        Kind.WHOLE,
                        _("Only for a call open until the money is spent. Empty: all is decided after the deadline."),
                    ),
                    Entry("announced_month", _("Month announced beforehand"), help=_("Year and month, like 2026-03.")),
                    Entry(
                        "questions_close_at",
                        _("Questions are taken until"),
                        Kind.MOMENT,
                        _("Empty: to the end of the seventh day before the deadline.") + f" {zone}",
                    ),
                    Entry(
                        "planned_decision_on",
                        _("Planned award decision"),
                        help=_("A month like 2026-09 or a day like 2026-09-15."),
                    ),
                    Entry("sign_off_days", _("Days for late sign-offs of members"), Kind.WHOLE, wording.LATE_SIGN_OFFS),
                ),
            ),
        )
    )
