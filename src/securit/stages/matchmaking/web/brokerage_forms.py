"""The forms of a brokerage day: how it is arranged, a request, when one can come, what came of a meeting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from securit.kit.acts import ActForm
from securit.stages.matchmaking.brokerage_models import Acceptance, NextStep, Priority, Willingness
from securit.stages.matchmaking.models import Brokerage, OutcomeNote, Table
from securit.stages.matchmaking.services.arrange_brokerage import MOST_ROOMS, MOST_TABLES, Arrangement
from securit.stages.matchmaking.services.note_outcome import MOST_TEXT, Outcome
from securit.stages.matchmaking.services.request_meeting import MOST_MESSAGE


class ArrangeForm(ActForm):
    """Sessions, rounds, tables and rooms."""

    sessions = forms.CharField(
        label=_("Sessions"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_(
            "One a line, such as “09:30–12:30 Morning”; what lies between two is a break. "
            "On a further day, write its date first: “2026-05-12 09:00–12:00”."
        ),
    )
    slot_minutes = forms.IntegerField(label=_("Minutes of a meeting"), min_value=5, max_value=120, initial=20)
    pause_minutes = forms.IntegerField(label=_("Minutes between two meetings"), min_value=0, max_value=60, initial=5)
    tables = forms.IntegerField(label=_("Tables on site"), min_value=0, max_value=MOST_TABLES, initial=10)
    rooms = forms.CharField(
        label=_("Online rooms"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("The link of one room a line, at most %(most)d. Only the two who meet there see it.")
        % {"most": MOST_ROOMS},
    )
    acceptance = forms.ChoiceField(label=_("A request counts"), choices=Acceptance.choices, widget=forms.RadioSelect)
    most_requests = forms.IntegerField(label=_("Requests each person may make"), min_value=1, max_value=100, initial=20)

    def __init__(self, *args: Any, brokerage: Brokerage, tables: list[Table], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = ("slot_minutes", "pause_minutes", "acceptance", "most_requests")
        initial: dict[str, Any] = {name: getattr(brokerage, name) for name in names}
        if brokerage.sessions_text:
            initial |= {
                "sessions": brokerage.sessions_text,
                "tables": sum(not table.online for table in tables),
                "rooms": "\n".join(table.link for table in tables if table.online),
            }
        elif brokerage.event.mode == "online":
            initial["tables"] = 0
        self.initial.update(initial)

    def arrangement(self) -> Arrangement:
        """As the service takes it."""
        said = self.cleaned_data
        names = ("slot_minutes", "pause_minutes", "tables", "acceptance", "most_requests")
        return Arrangement(
            sessions=said["sessions"].replace("\r\n", "\n").strip(),
            rooms=[line.strip() for line in said["rooms"].splitlines() if line.strip()],
            **{name: said[name] for name in names},
        )


class RequestForm(ActForm):
    """Whom, how much, and a few words."""

    asked = forms.CharField(widget=forms.HiddenInput)
    priority = forms.TypedChoiceField(
        label=_("How much do you want it?"), choices=Priority.choices, coerce=int, initial=Priority.NORMAL
    )
    message = forms.CharField(
        label=_("A few words to them"),
        widget=forms.Textarea(attrs={"rows": 3, "data-max-characters": MOST_MESSAGE}),
        max_length=MOST_MESSAGE,
        required=False,
    )


class NoteForm(ActForm):
    """What came of a meeting."""

    interest = forms.ChoiceField(
        label=_("Do you want to go on?"), choices=Willingness.choices, widget=forms.RadioSelect
    )
    next_step = forms.ChoiceField(label=_("Next step"), choices=NextStep.choices, initial=NextStep.NONE)
    text = forms.CharField(
        label=_("For yourself"),
        widget=forms.Textarea(attrs={"rows": 3, "data-max-characters": MOST_TEXT}),
        max_length=MOST_TEXT,
        required=False,
        help_text=_("Nobody else reads this. The host counts answers and next steps only."),
    )

    @staticmethod
    def written(note: OutcomeNote | None) -> dict[str, Any]:
        """What was noted so far, as it is shown first."""
        return {name: getattr(note, name) for name in ("interest", "next_step", "text")} if note else {}

    def outcome(self) -> Outcome:
        """As the service takes it."""
        return Outcome(**self.given)
