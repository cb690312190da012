"""The forms of those who run a workshop: the plan, and a vote."""

from __future__ import annotations

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from securit.kit.acts import ActForm, EditForm
from securit.programmes.public import Domain, Partner, Programme
from securit.stages.challenges.agenda import AgendaLine, UnreadableAgenda, read_agenda, write_agenda
from securit.stages.challenges.ballot_papers import MOST_CRITERIA, RATE, RULES_OF, TOP_FIVE
from securit.stages.challenges.documents.minutes import draft_of_minutes
from securit.stages.challenges.engines import RuleInWords, rules_for
from securit.stages.challenges.ethics_sheet import ANSWERS, MOST_CHARACTERS, QUESTIONS
from securit.stages.challenges.models import Challenge, Vote, Workshop
from securit.stages.challenges.room_models import Admission, Mode
from securit.stages.challenges.selectors import challenges_in_order
from securit.stages.challenges.services.join_room import MOST_PARTICIPANTS
from securit.stages.challenges.services.plan_workshop import MOST_AGENDA, WorkshopPlan
from securit.stages.challenges.services.validate_challenge import Evidence

CANDIDATES = ("drafted", "proposed", "validated")
_LOCAL = "%Y-%m-%dT%H:%M"
RULE_TITLES = {
    "mean_mark": _("Mean mark"),
    "median_mark": _("Median mark"),
    "majority_judgement": _("Majority judgement"),
    "borda": _("Borda count"),
    "schulze": _("Schulze method"),
    "approval": _("Approval: most choices"),
    "method_of_equal_shares": _("Equal shares"),
    "method_of_equal_shares_greedy": _("Equal shares, filled up"),
    "method_of_equal_shares_add1": _("Equal shares, raised step by step"),
}


class _When(forms.DateTimeInput):
    input_type = "datetime-local"


class PlanForm(EditForm):
    """A workshop as it is planned; times are those of the programme's time zone."""

    title = forms.CharField(label=_("Title"), max_length=200)
    domain = forms.ChoiceField(label=_("Domain"), required=False)
    round = forms.IntegerField(label=_("Round"), min_value=1, max_value=20, initial=1)
    starts_at = forms.DateTimeField(
        label=_("Begins"), widget=_When(format=_LOCAL), input_formats=[_LOCAL], help_text=""
    )
    ends_at = forms.DateTimeField(label=_("Ends"), widget=_When(format=_LOCAL), input_formats=[_LOCAL])
    mode = forms.ChoiceField(label=_("How people meet"), choices=Mode.choices, widget=forms.RadioSelect)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(label=_("Link to the meeting"), max_length=500, required=False, assume_scheme="https")
    host = forms.ChoiceField(label=_("Host"), required=False)
    admission = forms.ChoiceField(
        label=_("Who registers"),
        choices=Admission.choices,
        widget=forms.RadioSelect,
        initial=Admission.EVERYONE,
        help_text=_("In the room the code on the screen lets everybody in, registered or not."),
    )
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=MOST_PARTICIPANTS,
        required=False,
        help_text=_("When they are taken, people wait; left open, %(most)d.") % {"most": MOST_PARTICIPANTS},
    )
    agenda_lines = forms.CharField(
        label=_("Agenda"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=MOST_AGENDA,
        required=False,
        help_text=_("One line per item: time | title | speaker. For instance: 09:30 | Welcome | Anna Weber, SAFE"),
    )
    agenda = forms.CharField(
        label=_("About the workshop"),
        widget=forms.Textarea(attrs={"data-max-characters": MOST_AGENDA}),
        max_length=MOST_AGENDA,
        required=False,
        help_text=_("Markdown: lists, bold, links."),
    )
    challenges = forms.MultipleChoiceField(
        label=_("Challenges"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those that people vote on, in the programme's order. At most 40."),
    )

    def __init__(self, *args: Any, programme: Programme, workshop: Workshop | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme, self.zone = programme, ZoneInfo(programme.terms.time_zone)
        self.workshop = workshop
        self.rows = list(challenges_in_order(programme).filter(state__in=CANDIDATES))
        self.domains = list(Domain.objects.filter(programme=programme).order_by("position"))
        self.partners = list(
            Partner.objects.filter(programme=programme)
            .select_related("organisation")
            .order_by("organisation__legal_name")
        )
        self._choose("challenges", [(c.ref, f"{c.number} {c.title}") for c in self._candidates()])
        self._choose("domain", [("", "—"), *((d.code, d.title) for d in self.domains)])
        self._choose("host", [("", "—"), *((p.code, p.organisation.legal_name) for p in self.partners)])
        zone = _("Time zone: %(zone)s.") % {"zone": programme.terms.time_zone}
        self.fields["starts_at"].help_text = zone

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _candidates(self) -> list[Challenge]:
        chosen = [each.challenge for each in self.workshop.candidates.all()] if self.workshop else []
        known = {challenge.pk for challenge in self.rows}
        self.rows += [challenge for challenge in chosen if challenge.pk not in known]
        return self.rows

    @classmethod
    def standing(cls, subject: Workshop) -> dict[str, Any]:
        """The plan as it stands."""
        names = ("title", "round", "mode", "place", "link", "agenda", "admission", "capacity")
        zone = ZoneInfo(subject.programme.terms.time_zone)
        return {
            **{name: getattr(subject, name) for name in names},
            "starts_at": subject.starts_at.astimezone(zone).replace(tzinfo=None),
            "ends_at": subject.ends_at.astimezone(zone).replace(tzinfo=None),
            "agenda_lines": write_agenda(subject.agenda_lines),
            "domain": subject.domain.code if subject.domain else "",
            "host": subject.host.code if subject.host else "",
            "challenges": list(subject.candidates.order_by("position").values_list("challenge__ref", flat=True)),
        }

    def typed(self) -> dict[str, Any]:
        """With lines and their ends as they are kept."""
        said = self.cleaned_data
        lines = "\n".join(line.as_typed() for line in said["agenda_lines"])
        moments = {name: said[name].replace(tzinfo=None) for name in ("starts_at", "ends_at")}
        return {**said, **moments, "agenda_lines": lines, "agenda": said["agenda"].replace("\r\n", "\n")}

    def clean_agenda_lines(self) -> tuple[AgendaLine, ...]:
        """The lines, or the sentence that names the one that cannot be read."""
        try:
            return read_agenda(self.cleaned_data["agenda_lines"])
        except UnreadableAgenda as problem:
            raise forms.ValidationError(str(problem)) from problem

    def plan(self) -> WorkshopPlan:
        """As the service takes it."""
        said = self.cleaned_data
        chosen = set(said["challenges"])
        return WorkshopPlan(
            title=said["title"],
            starts_at=said["starts_at"].replace(tzinfo=self.zone).astimezone(UTC),
            ends_at=said["ends_at"].replace(tzinfo=self.zone).astimezone(UTC),
            mode=said["mode"],
            challenges=[challenge for challenge in self.rows if challenge.ref in chosen],
            domain=next((each for each in self.domains if each.code == said["domain"]), None),
            round=said["round"],
            place=said["place"],
            link=said["link"],
            agenda=said["agenda"].replace("\r\n", "\n"),
            agenda_lines=said["agenda_lines"],
            admission=said["admission"],
            capacity=said["capacity"],
            host=next((each for each in self.partners if each.code == said["host"]), None),
            synthetic=self.workshop.synthetic if self.workshop else False,
            source=self.workshop.source if self.workshop else "",
        )


class VoteForm(ActForm):
    """A vote: its question, one of two papers, and for those who want it another rule."""

    title = forms.CharField(label=_("Question to the room"), max_length=200)
    form = forms.ChoiceField(
        label=_("How people vote"),
        choices=[
            (RATE, _("Rate: each challenge from 0 to 5, on one to three criteria")),
            (TOP_FIVE, _("Pick your top five: up to five challenges, all counting alike")),
        ],
        widget=forms.RadioSelect,
        initial=RATE,
    )
    criterion_1 = forms.CharField(label=_("First criterion"), max_length=60, required=False, initial=_("Importance"))
    criterion_2 = forms.CharField(label=_("Second criterion"), max_length=60, required=False)
    criterion_3 = forms.CharField(label=_("Third criterion"), max_length=60, required=False)
    rule = forms.ChoiceField(
        label=_("Rule that counts"),
        required=False,
        help_text=_("Left open, the usual one: mean mark for a rating, most choices for a top five."),
        choices=[
            ("", _("the usual one")),
            (_("For a rating"), [(name, RULE_TITLES[name]) for name in RULES_OF[RATE]]),
            (_("For a top five"), [(name, RULE_TITLES[name]) for name in RULES_OF[TOP_FIVE]]),
        ],
    )
    seats = forms.IntegerField(
        label=_("How many are chosen"),
        min_value=0,
        max_value=40,
        required=False,
        help_text=_("For equal shares only."),
    )

    def values(self) -> dict[str, Any]:
        """As the service takes it."""
        said = self.cleaned_data
        criteria = [said[f"criterion_{place}"] for place in range(1, MOST_CRITERIA + 1)]
        return {
            "title": said["title"],
            "form": said["form"],
            "rule": said["rule"],
            "criteria": criteria,
            "seats": said["seats"] or 0,
        }

    def rules(self) -> list[tuple[str, RuleInWords]]:
        """Every rule with its title, for the page."""
        return [(str(RULE_TITLES[rule.name]), rule) for form in (RATE, TOP_FIVE) for rule in rules_for(form)]


class MinutesForm(EditForm):
    """The text of the minutes."""

    text = forms.CharField(
        label=_("Minutes"),
        widget=forms.Textarea(attrs={"rows": 24, "data-max-characters": 60_000}),
        max_length=60_000,
        required=False,
        help_text=_("Drafted from what happened in the room; change what people would not recognise. Markdown."),
    )

    @classmethod
    def standing(cls, subject: Workshop) -> dict[str, Any]:
        """The minutes as they stand, or as they draft themselves."""
        return {"text": subject.minutes or draft_of_minutes(subject)}

    def typed(self) -> dict[str, str]:
        """With the ends of lines as they are kept."""
        return {"text": self.cleaned_data["text"].replace("\r\n", "\n")}


class SheetForm(ActForm):
    """The ethics-legal-social sheet: an answer and words for each question."""

    def __init__(self, *args: Any, sheet: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, (title, question) in QUESTIONS.items():
            given = (sheet or {}).get(code, {})
            self.fields[code] = forms.ChoiceField(
                label=title,
                help_text=question,
                choices=list(ANSWERS.items()),
                widget=forms.RadioSelect,
                initial=given.get("answer", ""),
            )
            self.fields[f"{code}_words"] = forms.CharField(
                label=_("In words"),
                required=False,
                max_length=MOST_CHARACTERS,
                initial=given.get("words", ""),
                widget=forms.Textarea(attrs={"rows": 2, "data-max-characters": MOST_CHARACTERS}),
            )

    def sheet(self) -> dict[str, dict[str, str]]:
        """As the service takes it."""
        said = self.cleaned_data
        return {code: {"answer": said[code], "words": said[f"{code}_words"]} for code in QUESTIONS}


class EvidenceForm(ActForm):
    """What a validation rests on."""

    vote = forms.ChoiceField(label=_("A vote in which it stood"), required=False)
    reason = forms.CharField(
        label=_("Reason of the decision"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where no vote is chosen."),
    )

    def __init__(self, *args: Any, votes: list[Vote], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.votes = votes
        field = self.fields["vote"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *((vote.ref, f"{vote.workshop.title} · {vote.title}") for vote in votes)]

    def evidence(self) -> Evidence:
        """As the service takes it."""
        chosen = next((vote for vote in self.votes if vote.ref == self.cleaned_data["vote"]), None)
        return Evidence(chosen, self.cleaned_data["reason"])
