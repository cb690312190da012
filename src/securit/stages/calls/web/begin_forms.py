"""What is asked before a call is designed: eight questions, or which call to copy."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from securit.kernel.refusals import Refusal
from securit.kit.acts import ActForm
from securit.money import euros
from securit.programmes.definition import ProgrammeDefinition
from securit.stages.calls.design import rule_kinds, starters
from securit.stages.calls.design.beginnings import Answers, Support
from securit.stages.calls.design.entries import plain_number
from securit.stages.calls.design.sheets import language_entry
from securit.stages.calls.models import Call
from securit.stages.calls.services.redesign_call import CannotRedesignCall
from securit.stages.calls.web.fields import AmountField, MomentField

MOST_SUPPORTS = 3
"""How many kinds of support are asked at first; more are added on their page."""


class NewCallForm(ActForm):
    """Name, dates and money: what no two calls share."""

    title = forms.CharField(label=gettext_lazy("Title of the call"), max_length=300)
    code = forms.CharField(
        label=gettext_lazy("Short code"),
        max_length=40,
        help_text=gettext_lazy("Stands in addresses; letters, digits, hyphens. It cannot be changed later."),
    )
    budget = AmountField(label=gettext_lazy("Money of the call, in euro"))

    def __init__(self, *args: Any, programme: ProgrammeDefinition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        zone = ZoneInfo(programme.time_zone)
        said = _("Time in %(zone)s.") % {"zone": programme.time_zone}
        months = programme.profile.min_open_months
        least = ngettext(
            "At least %(count)d month after opening, publication and notices.",
            "At least %(count)d months after opening, publication and notices.",
            months,
        ) % {"count": months}
        self.fields["opens_at"] = MomentField(zone=zone, label=_("Opening"), help_text=said)
        closing = f"{said} {least}" if months else said
        self.fields["deadline_at"] = MomentField(zone=zone, label=_("Deadline"), help_text=closing)
        self.fields["budget"].help_text = _("All calls together have %(budget)s.") % {
            "budget": euros(programme.budget_cents)
        }

    def refuse(self, refusal: Refusal) -> None:
        """Each mistake at its question."""
        if not isinstance(refusal, CannotRedesignCall):
            super().refuse(refusal)
            return
        for problem in refusal.problems:
            name = str(problem.path[0]) if problem.path else ""
            label = str(self.fields[name].label) if name in self.fields else ""
            sentence = problem.sentence.replace(f"“{name}”", f"“{label}”") if label else problem.sentence
            self.add_error(name if name in self.fields else None, sentence)


class CopyForm(NewCallForm):
    """Which call is copied, and what the new one has of its own."""

    field_order = ("intent", "version", "call", "title", "code", "opens_at", "deadline_at", "budget")

    def __init__(self, *args: Any, calls: list[Call], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calls = {call.code: call for call in calls}
        choices = [(call.code, f"{call.code} {call.title}") for call in calls]
        self.fields["call"] = forms.ChoiceField(label=_("Call to copy"), choices=choices)
        self.order_fields(self.field_order)

    @property
    def chosen(self) -> Call:
        """The call to copy."""
        return self.calls[self.cleaned_data["call"]]


class QuestionsForm(NewCallForm):
    """The eight questions."""

    grant_per_member = AmountField(
        label=gettext_lazy("Most for one member, in euro"),
        required=False,
        help_text=gettext_lazy("Empty: only the programme's ceiling for one recipient holds."),
    )
    rate = forms.CharField(
        label=gettext_lazy("Part of the eligible cost that is paid, in %"), max_length=10, initial="70"
    )
    activities = forms.CharField(
        label=gettext_lazy("What can be supported"),
        help_text=gettext_lazy("One activity on each line; nothing else can be paid for."),
        widget=forms.Textarea(attrs={"rows": 5, "data-max-characters": 5_000}),
        max_length=5_000,
    )
    planned_decision_on = forms.CharField(
        label=gettext_lazy("Planned award decision"),
        max_length=10,
        required=False,
        help_text=gettext_lazy("A month like 2026-09 or a day like 2026-09-15. Publication needs it."),
    )
    members_least = forms.IntegerField(
        label=gettext_lazy("Least number of members"), min_value=1, max_value=50, initial=2
    )
    members_most = forms.IntegerField(
        label=gettext_lazy("Most number of members"),
        min_value=1,
        max_value=50,
        required=False,
        help_text=gettext_lazy("Empty: no limit."),
    )
    countries_least = forms.IntegerField(
        label=gettext_lazy("From at least so many countries"), min_value=1, max_value=20, initial=1
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Who may be a member"),
        choices=rule_kinds.MEMBER_KINDS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("None ticked: any organisation."),
    )
    criteria = forms.ChoiceField(
        label=gettext_lazy("Criteria"), choices=starters.CRITERIA, widget=forms.RadioSelect, initial="three"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme = self.programme
        challenges = [(each.number, f"{each.number} {each.title}") for each in programme.challenges]
        if challenges:
            self.fields["challenges"] = forms.MultipleChoiceField(
                label=_("Challenges that applications may answer"),
                choices=challenges,
                widget=forms.CheckboxSelectMultiple,
                required=False,
                help_text=_("None ticked: the call is open to every subject."),
            )
        for number in range(1, MOST_SUPPORTS + 1):
            self._add_support(number)
        lists = (("", _("anywhere")), *rule_kinds.lists_of(programme))
        self.fields["country_list"] = forms.ChoiceField(
            label=_("Established in a country of the list"), choices=lists, required=False
        )
        least = programme.profile.min_evaluators
        self.fields["evaluators"] = forms.IntegerField(
            label=_("Independent reports per application"),
            min_value=least,
            max_value=15,
            initial=max(least, 3),
            help_text=_("The programme's rules ask for %(least)d at least.") % {"least": least},
        )
        languages = language_entry(programme)
        self.fields["languages"] = forms.MultipleChoiceField(
            label=languages.label,
            choices=languages.choices,
            widget=forms.CheckboxSelectMultiple,
            initial=list(programme.languages[:1]),
        )
        self.initial.setdefault("activities", "\n".join(starters.activities()))

    def _add_support(self, number: int) -> None:
        first = number == 1
        named = {"number": number}
        self.fields[f"support_{number}"] = forms.CharField(
            label=_("Kind of support %(number)d") % named, max_length=200, required=first,
            help_text=_("Such as prototype, demonstration, voucher.") if first else "",
        )  # fmt: skip
        self.fields[f"grant_{number}"] = AmountField(
            label=_("Most grant of one application for %(number)d, in euro") % named, required=first
        )
        self.fields[f"months_{number}"] = forms.IntegerField(
            label=_("Longest duration for %(number)d, in months") % named, min_value=1, max_value=60, required=first
        )

    def questions(self) -> list[dict[str, Any]]:
        """The questions in order, each with its fields."""
        supports = [
            f"{name}_{number}" for number in range(1, MOST_SUPPORTS + 1) for name in ("support", "grant", "months")
        ]
        asked = (
            (_("What is it called?"), ("title", "code")),
            (_("1. Which challenges does it ask to answer?"), ("challenges",)),
            (_("2. What can a team ask for?"), (*supports, "rate", "activities")),
            (_("3. How much money is there?"), ("budget", "grant_per_member")),
            (_("4. When?"), ("opens_at", "deadline_at", "planned_decision_on")),
            (_("5. Who applies?"), ("members_least", "members_most", "countries_least", "kinds", "country_list")),
            (_("6. By what is it judged?"), ("criteria",)),
            (_("7. How many read each application?"), ("evaluators",)),
            (_("8. In which languages?"), ("languages",)),
        )
        return [
            {"title": title, "fields": [self[name] for name in names if name in self.fields]}
            for title, names in asked
            if any(name in self.fields for name in names)
        ]

    def clean(self) -> dict[str, Any]:
        """What two answers say together."""
        said = super().clean() or self.cleaned_data
        for number in range(2, MOST_SUPPORTS + 1):
            given = [name for name in ("support", "grant", "months") if said.get(f"{name}_{number}")]
            if given and len(given) < 3:
                for name in {"support", "grant", "months"} - set(given):
                    if f"{name}_{number}" not in self.errors:
                        self.add_error(f"{name}_{number}", _("Fill this in, or leave all three empty."))
        least, most = said.get("members_least"), said.get("members_most")
        if least and most and most < least:
            self.add_error("members_most", _("That is fewer than the least number of members."))
        return said

    def clean_rate(self) -> str:
        """The part as the definition writes it. Raises ``ValidationError`` outside 1 to 100."""
        text = self.cleaned_data["rate"].replace("%", "").replace(",", ".").strip()
        try:
            rate = Decimal(text)
        except InvalidOperation:
            raise forms.ValidationError(_("Write a number from 1 to 100.")) from None
        if not (rate.is_finite() and 1 <= rate <= 100):
            raise forms.ValidationError(_("Write a number from 1 to 100."))
        return plain_number(rate / 100)

    def answers(self) -> Answers:
        """What the service takes."""
        said = self.cleaned_data
        supports = tuple(
            Support(said[f"support_{number}"], said[f"grant_{number}"], said[f"months_{number}"])
            for number in range(1, MOST_SUPPORTS + 1)
            if said.get(f"support_{number}")
        )
        return Answers(
            code=said["code"],
            title=said["title"],
            challenges=tuple(said.get("challenges", ())),
            supports=supports,
            rate=said["rate"],
            activities=tuple(line.strip() for line in said["activities"].splitlines() if line.strip()),
            budget_cents=said["budget"],
            member_cents=said["grant_per_member"],
            opens_at=said["opens_at"],
            deadline_at=said["deadline_at"],
            planned_decision_on=said["planned_decision_on"],
            members_least=said["members_least"],
            members_most=said["members_most"] or 0,
            countries_least=said["countries_least"],
            kinds=tuple(said["kinds"]),
            country_list=said["country_list"],
            criteria=said["criteria"],
            evaluators=said["evaluators"],
            languages=tuple(said["languages"]),
        )


def free_code(calls: list[Call]) -> str:
    """A code that no call has yet."""
    taken = {call.code for call in calls}
    return next(code for number in range(1, len(taken) + 2) if (code := f"C{number}") not in taken)
