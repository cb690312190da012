"""The sanctions list that names are compared with: which day it is of, and bringing that of another day."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel import policy
from securit.kernel.arrival import arrived
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.kit.tables import Column, Row, Table
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.screening.models import SanctionsList
from securit.stages.screening.selectors import loaded_lists
from securit.stages.screening.services.load_sanctions_list import load_sanctions_list


class LoadListForm(ActForm):
    """The file as the Commission publishes it."""

    file = forms.FileField(
        label=gettext_lazy("The consolidated list, XML or CSV"),
        help_text=gettext_lazy("As downloaded from the Commission’s register of financial sanctions; at most 50 MiB."),
    )


@screen("sanctions_list.view", post="sanctions_list.create")
def sanctions_list(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What is loaded, and the form to load the list of another day."""
    form = LoadListForm.received(request)
    tried = attempt(
        form,
        lambda: load_sanctions_list(
            programme=programme,
            file=form.cleaned_data["file"],
            actor=actor_of(request),
            at=arrived(request),
            intent=form.press,
        ),
    )
    if isinstance(tried, Done):
        said = _("The list of %(day)s with %(count)d entries is loaded. Run the tests of open checks again.")
        url = reverse("screening:sanctions", args=[programme.slug])
        return onward(request, url, said % {"day": tried.made.generated_on, "count": tried.made.entries})
    lists = list(loaded_lists(programme).visible_to(actor_of(request)))
    context = {
        "programme": programme,
        "form": form,
        "current": lists[0] if lists else None,
        "table": _table(lists) if lists else None,
        "may_load": may_on_list(request, programme, "create"),
    }
    return render(request, "screening/sanctions.html", context, status=tried.status)


def may_on_list(request: HttpRequest, programme: Programme, verb: str) -> bool:
    """Whether the reader may see which list is loaded (``view``), or bring another one (``create``)."""
    facts = SanctionsList(programme=programme).facts()
    return bool(policy.decide(actor_of(request), f"sanctions_list.{verb}", facts))


def _table(lists: list[SanctionsList]) -> Table:
    columns = (Column(_("List of")), Column(_("Entries"), numeric=True), Column(_("Loaded")), Column(_("SHA-256")))
    return Table(
        _("Lists loaded so far"),
        columns,
        tuple(
            Row((date_format(one.generated_on, "j F Y"), one.entries, f"{one.loaded_at:%Y-%m-%d}", one.sha256[:16]))
            for one in lists
        ),
        note=_("Names of the newest one are compared; of the others the record stays."),
    )
