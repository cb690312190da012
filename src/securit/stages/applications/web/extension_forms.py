"""The shape of what is posted about more time."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from securit.kit.acts import ActForm
from securit.stages.applications.services.propose_extension import (
    FEWEST_MINUTES,
    LONGEST_ACCOUNT,
    MOST_MINUTES,
)


class ExtensionForm(ActForm):
    """A case for more time."""

    number = forms.CharField(
        label=gettext_lazy("Number of the application"),
        help_text=gettext_lazy(
            "The team finds it on every page of its application. Empty after an outage, once the deadline has "
            "passed: then everybody who had begun gets the time."
        ),
        max_length=30,
        required=False,
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes"),
        help_text=gettext_lazy(
            "From 5 to 4320 (three days). They run from the deadline, or from the moment the second person confirms "
            "where that is later."
        ),
        min_value=FEWEST_MINUTES,
        max_value=MOST_MINUTES,
    )
    happened = forms.CharField(
        label=gettext_lazy("What happened, and when"),
        help_text=gettext_lazy("The facts that a stranger would need to judge it. At most 2000 characters."),
        widget=forms.Textarea(attrs={"rows": 4, "data-max-characters": LONGEST_ACCOUNT}),
        max_length=LONGEST_ACCOUNT,
    )
    evidence = forms.FileField(
        label=gettext_lazy("Evidence"),
        help_text=gettext_lazy("A screenshot, an e-mail, a log: PDF, PNG or JPEG, at most 5 MiB."),
        required=False,
    )


class RefusalForm(ActForm):
    """Why no time is given."""

    reason = forms.CharField(
        label=gettext_lazy("Why not"),
        help_text=gettext_lazy("Kept with the case. At most 2000 characters."),
        widget=forms.Textarea(attrs={"rows": 2, "data-max-characters": 2000}),
        max_length=2_000,
    )
