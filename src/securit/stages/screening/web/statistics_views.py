"""Why applications did not pass, counted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from securit.kit.tables import Column, Row, Table
from securit.machinery.tabular import columns as exported
from securit.programmes.public import actor_of, screen
from securit.stages.applications.public import FEWEST_SHOWN
from securit.stages.calls.public import Call
from securit.stages.screening.statistics import Statistics, for_everybody, statistics_of
from securit.stages.screening.web.exports import as_file
from securit.stages.screening.web.loading import load_call


@screen("screening.list", load=load_call)
def statistics(request: HttpRequest, call: Call) -> HttpResponseBase:
    """How often each test is met, open, not met, and a reason to reject; ``?as=`` gives what may be published."""
    counted = statistics_of(call, actor_of(request))
    if "as" in request.GET:
        rows = [{"test": reason.title, "rejected": for_everybody(reason.rejected)} for reason in counted.reasons]
        columns = (exported.Column("test", _("Test")), exported.Column("rejected", _("Rejected for it")))
        title = _("Reasons in %(call)s") % {"call": call.code}
        return as_file(request, columns, rows, title=title, name=f"{call.code}-reasons")
    context = {"call": call, "programme": call.programme, "counted": counted, "table": _table(counted)}
    return render(request, "screening/statistics.html", {**context, "fewest": FEWEST_SHOWN})


def _table(counted: Statistics) -> Table:
    numeric = (_("Met"), _("Open"), _("Not met"), _("Rejected for it"), _("To publish"))
    return Table(
        _("Reasons"),
        (Column(_("Test")), *(Column(label, numeric=True) for label in numeric)),
        tuple(
            Row((one.title, one.met, one.unresolved, one.not_met, one.rejected, for_everybody(one.rejected)))
            for one in counted.reasons
        ),
        note=_("One application may count at several tests."),
        empty=_("No check is open yet."),
    )
