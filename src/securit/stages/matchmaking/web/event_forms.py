"""The forms of events: the plan, the registration, a file."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from securit.kernel.actor import Actor
from securit.kit.acts import ActForm, EditForm
from securit.programmes.public import Partner, Programme
from securit.stages.matchmaking.event_models import EventKind, EventMode
from securit.stages.matchmaking.event_selectors import organisations_of
from securit.stages.matchmaking.models import Event, Registration
from securit.stages.matchmaking.services.attach_material import MOST_MIB
from securit.stages.matchmaking.services.plan_event import MOST_DESCRIPTION, MOST_PEOPLE, EventPlan
from securit.stages.matchmaking.services.register_for_event import MOST_WORDS, Coming
from securit.stages.matchmaking.zones import ZONES

_LOCAL = "%Y-%m-%dT%H:%M"
_MOMENTS = ("starts_at", "ends_at", "registration_until")


class _When(forms.DateTimeInput):
    input_type = "datetime-local"


def _when(label: Any, **more: Any) -> forms.DateTimeField:
    return forms.DateTimeField(label=label, widget=_When(format=_LOCAL), input_formats=[_LOCAL], **more)


def _choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class PlanEventForm(EditForm):
    """An event as it is planned; times are those of the event's own time zone."""

    event_kind = forms.ChoiceField(label=_("Kind"), choices=EventKind.choices)
    title = forms.CharField(label=_("Title"), max_length=200)
    summary = forms.CharField(
        label=_("In one sentence"), max_length=300, required=False, help_text=_("Stands in the list of events.")
    )
    description = forms.CharField(
        label=_("Description"),
        widget=forms.Textarea(attrs={"data-max-characters": MOST_DESCRIPTION}),
        required=False,
        help_text=_("Markdown: lists, bold, links."),
    )
    starts_at = _when(_("Begins"))
    ends_at = _when(_("Ends"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=ZONES, help_text=_("In which the hours here are meant and shown.")
    )
    mode = forms.ChoiceField(label=_("How people meet"), choices=EventMode.choices, widget=forms.RadioSelect)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Link to the meeting"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Only those with a confirmed registration see it."),
    )
    capacity = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        help_text=_("Empty: as many as come. When they are taken, people wait in the order of asking."),
    )
    needs_approval = forms.BooleanField(label=_("The host approves each registration"), required=False)
    registration_until = _when(_("Registration until"), required=False, help_text=_("Empty: until it begins."))
    host = forms.ChoiceField(label=_("Host"), required=False)

    def __init__(self, *args: Any, programme: Programme, event: Event | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.partners = list(
            Partner.objects.filter(programme=programme)
            .select_related("organisation")
            .order_by("organisation__legal_name")
        )
        self.initial.setdefault("time_zone", programme.terms.time_zone)
        _choose(self, "host", [("", "—"), *((p.code, p.organisation.legal_name) for p in self.partners)])

    @classmethod
    def standing(cls, subject: Event) -> dict[str, Any]:
        """The plan as it stands."""
        zone = ZoneInfo(subject.time_zone)
        names = ("event_kind", "title", "summary", "description", "time_zone", "mode", "place", "link", "capacity")
        return {
            **{name: getattr(subject, name) for name in (*names, "needs_approval")},
            **{name: getattr(subject, name).astimezone(zone).replace(tzinfo=None) for name in _MOMENTS},
            "host": subject.host.code if subject.host else "",
        }

    def typed(self) -> dict[str, Any]:
        """With hours and the ends of lines as they are kept."""
        said = self.cleaned_data
        moments = {name: said[name].replace(tzinfo=None) for name in _MOMENTS if said[name]}
        return {**said, **moments, "description": said["description"].replace("\r\n", "\n")}

    def plan(self) -> EventPlan:
        """As the service takes it."""
        said = self.cleaned_data
        zone = ZoneInfo(said["time_zone"])
        names = ("event_kind", "title", "summary", "mode", "time_zone", "place", "link", "capacity", "needs_approval")
        return EventPlan(
            **{name: said[name] for name in names},
            description=said["description"].replace("\r\n", "\n"),
            starts_at=utc(said["starts_at"], zone),
            ends_at=utc(said["ends_at"], zone),
            registration_until=utc(said["registration_until"], zone) if said["registration_until"] else None,
            host=next((each for each in self.partners if each.code == said["host"]), None),
            synthetic=self.event.synthetic if self.event else False,
            source=self.event.source if self.event else "",
        )


class RegisterForm(ActForm):
    """How somebody comes. Fields that the event does not ask for are left out."""

    organisation = forms.ChoiceField(label=_("For which organisation"), required=False)
    online = forms.BooleanField(label=_("I take part online"), required=False)
    takes_meetings = forms.BooleanField(
        label=_("I would like to meet people"),
        required=False,
        initial=True,
        help_text=_("The other participants then see your name, your organisation and what you write below."),
    )
    offers = forms.CharField(
        label=_("What I offer"),
        max_length=MOST_WORDS,
        required=False,
        help_text=_("This or the next takes a few words if you would like to meet people. No mail address, please."),
        widget=forms.Textarea(attrs={"rows": 3, "data-max-characters": MOST_WORDS}),
    )
    seeks = forms.CharField(
        label=_("What I seek"),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-max-characters": MOST_WORDS}),
    )

    def __init__(
        self, *args: Any, event: Event, actor: Actor, registration: Registration | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = list(organisations_of(actor))
        self.initial.update(_initial_registration(registration) if registration else {})
        first = [] if len(self.organisations) == 1 else [("", "—")]
        _choose(self, "organisation", [*first, *((each.ref, each.legal_name) for each in self.organisations)])
        if not self.organisations:
            del self.fields["organisation"]
        if event.mode != "hybrid":
            del self.fields["online"]
        if not event.is_brokerage:
            for name in ("takes_meetings", "offers", "seeks"):
                del self.fields[name]

    def coming(self) -> Coming:
        """As the service takes it."""
        said = self.cleaned_data
        chosen = said.get("organisation", "")
        return Coming(
            organisation=next((each for each in self.organisations if each.ref == chosen), None),
            online=said.get("online", False),
            takes_meetings=said.get("takes_meetings", False),
            offers=said.get("offers", ""),
            seeks=said.get("seeks", ""),
        )


class MaterialForm(ActForm):
    """A file with its title."""

    title = forms.CharField(label=_("Title"), max_length=200)
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word, Excel, PNG or JPEG, at most %(most)d MiB.") % {"most": MOST_MIB},
    )
    is_public = forms.BooleanField(
        label=_("Everybody may read it"),
        required=False,
        initial=True,
        help_text=_("Otherwise those with a confirmed registration."),
    )


def _initial_registration(registration: Registration) -> dict[str, Any]:
    return {
        **{name: getattr(registration, name) for name in ("online", "takes_meetings", "offers", "seeks")},
        "organisation": registration.organisation.ref if registration.organisation else "",
    }


def utc(local: datetime, zone: ZoneInfo) -> datetime:
    """What a person wrote in a form, as a moment."""
    return local.replace(tzinfo=zone).astimezone(UTC)
