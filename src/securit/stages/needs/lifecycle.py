"""The states of a need and of a theme."""

from django.utils.translation import gettext_lazy as _

from securit.kernel.lifecycle import Lifecycle, State, Transition
from securit.machinery.tabular.incoming.lifecycle import table_lifecycle

_ALIVE = ("drafted", "submitted", "accepted", "grouped", "declined", "merged")

NEED = Lifecycle(
    "need",
    [
        State("drafted", _("being written"), _("waiting for your confirmation")),
        State("submitted", _("to review"), _("received, being read"), tone="info"),
        State("accepted", _("accepted"), tone="progress"),
        State("grouped", _("in a theme"), _("accepted, part of a theme"), tone="success"),
        State("declined", _("declined"), _("not taken up"), tone="warning"),
        State("merged", _("merged"), _("joined with another need"), tone="success"),
        State("withdrawn", _("withdrawn by its owner"), _("withdrawn by you"), final=True),
    ],
    [
        Transition("edit", ("drafted", "submitted", "accepted", "grouped"), "", _("Edit the need")),
        Transition("choose_audience", _ALIVE, "", _("Choose who sees what")),
        Transition("submit", ("drafted",), "submitted", _("Hand in"), event="submitted"),
        Transition("accept", ("submitted",), "accepted", _("Accept"), event="accepted"),
        Transition("decline", ("submitted", "accepted"), "declined", _("Decline"), event="declined"),
        Transition("reconsider", ("declined",), "submitted", _("Review again")),
        Transition("merge", ("submitted", "accepted"), "merged", _("Merge into another need"), event="merged"),
        Transition("keep_apart", ("submitted", "accepted", "grouped"), "", _("Say that two needs are not the same")),
        Transition("separate", ("merged",), "submitted", _("Undo the merge"), event="separated"),
        Transition("restore", ("merged",), "accepted", _("Undo the merge"), event="separated"),
        Transition("group", ("accepted",), "grouped", _("Put into a theme"), event="grouped"),
        Transition("ungroup", ("grouped",), "accepted", _("Take out of the theme"), event="ungrouped"),
        Transition("withdraw", _ALIVE, "withdrawn", _("Withdraw the need"), event="withdrawn"),
        Transition("erase_contact", (*_ALIVE, "withdrawn"), "", _("Erase the contact")),
        Transition("erase_words", ("withdrawn",), "", _("Erase the words")),
    ],
)

THEME = Lifecycle(
    "theme",
    [
        State("drafted", _("for the consortium")),
        State("published", _("public"), tone="success"),
    ],
    [
        Transition("edit", ("drafted", "published"), "", _("Edit the theme")),
        Transition("publish", ("drafted",), "published", _("Show to the public"), event="published"),
        Transition("withdraw", ("published",), "drafted", _("Hide from the public"), event="withdrawn"),
    ],
)

IMPORT = table_lifecycle("need_import")
