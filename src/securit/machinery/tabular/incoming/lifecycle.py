"""The states of a table on its way in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from securit.kernel.lifecycle import Lifecycle, State, Transition


def table_lifecycle(kind: str) -> Lifecycle:
    """The states of tables of this kind, such as ``solution_import``: the same for each."""
    return Lifecycle(
        kind,
        [
            State("uploaded", _("columns not assigned yet"), tone="info"),
            State("mapped", _("ready to look at"), tone="progress"),
            State("taking", _("being imported"), tone="progress"),
            State("imported", _("imported"), tone="success", final=True),
            State("discarded", _("discarded"), final=True),
        ],
        [
            Transition("map", ("uploaded", "mapped"), "mapped", _("Assign the columns")),
            Transition("take", ("mapped",), "imported", _("Import the rows"), event="taken"),
            Transition("take_later", ("mapped",), "taking", _("Have the rows imported")),
            Transition("finish", ("taking",), "imported", _("Import the rows that were asked for"), event="taken"),
            Transition("give_back", ("taking",), "mapped", _("Stop the import")),
            Transition("discard", ("uploaded", "mapped"), "discarded", _("Discard the table")),
        ],
    )
