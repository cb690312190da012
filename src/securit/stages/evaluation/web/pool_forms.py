"""The shape of what is posted about the pool: contract, profile, the call for evaluators and its answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit import money
from securit.kit.acts import ActForm, EditForm
from securit.programmes.public import Programme
from securit.stages.evaluation.models import Evaluator
from securit.stages.evaluation.pool_models import ExpertOffer
from securit.stages.evaluation.reasons import TIES
from securit.stages.evaluation.services import answer_offers, expert_calls, offer_expertise, publish_contract

WEEKS_SHOWN = 16


def _long(rows: int, most: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "data-max-characters": most})


class AmountField(forms.CharField):
    """Euros as people write them; cleaned to cents."""

    def clean(self, value: Any) -> int:
        """The cents; an amount that cannot be read is refused at its field."""
        text = super().clean(value)
        try:
            return money.as_written(text)
        except ValueError:
            raise forms.ValidationError(_("Write an amount such as 450 or 450.00.")) from None


class _FeeForm(ActForm):
    """What one report pays and takes."""

    fee = AmountField(label=gettext_lazy("Fee for one report, in euros"), max_length=20)
    hours = forms.DecimalField(
        label=gettext_lazy("Hours that one report takes"),
        help_text=gettext_lazy("Reading and writing, as you expect it; half hours are fine."),
        max_digits=4,
        decimal_places=1,
        min_value=0,
    )

    def values(self) -> dict[str, Any]:
        """What the service takes: cents and minutes."""
        given = self.given
        fee, hours = given.pop("fee"), given.pop("hours")
        return {**given, "fee_cents": fee, "minutes": int(hours * 60)}


class ContractForm(_FeeForm):
    """A new version of the contract."""

    text = forms.CharField(
        label=gettext_lazy("Contract and confidentiality, as evaluators accept it"),
        help_text=gettext_lazy("Plain text; a line that begins with # is a heading, one with - a point of a list."),
        widget=_long(14, publish_contract.LONGEST_TEXT),
        max_length=publish_contract.LONGEST_TEXT,
    )
    pays_set_aside = forms.BooleanField(
        label=gettext_lazy("A report that was handed in is paid even if it is set aside later"), required=False
    )

    field_order = ("text", "fee", "hours", "pays_set_aside")


class AcceptForm(ActForm):
    """The evaluator's acceptance; ``number`` is the version that was read."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    signed_as = forms.CharField(
        label=gettext_lazy("Your name, typed as your signature"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        max_length=150,
    )


class FeesForm(ActForm):
    """Confirm the sum that is shown."""

    total_cents = forms.IntegerField(widget=forms.HiddenInput)


class ExpertCallForm(_FeeForm):
    """A new call for evaluators."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=150)
    text = forms.CharField(
        label=gettext_lazy("What you look for, and what evaluators do"),
        widget=_long(8, expert_calls.LONGEST_TEXT),
        max_length=expert_calls.LONGEST_TEXT,
    )
    closes_on = forms.DateField(
        label=gettext_lazy("Last day to answer"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    kept_months = forms.IntegerField(
        label=gettext_lazy("Months after which those not taken are erased"),
        help_text=gettext_lazy("1 to 24; everybody who answers reads it first."),
        initial=6,
    )

    field_order = ("title", "text", "fee", "hours", "closes_on", "kept_months")

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)

    def values(self) -> dict[str, Any]:
        """The day ends at midnight where the programme is."""
        given = super().values()
        day: date = given.pop("closes_on") + timedelta(days=1)
        return {**given, "closes_at": datetime.combine(day, time(), self.zone)}


class _AboutForm(ActForm):
    """What an expert says of the own work: languages, load, weeks away, ties."""

    languages = forms.CharField(
        label=gettext_lazy("Languages that you read well"),
        help_text=gettext_lazy("Two letters each, separated by commas: en, fr."),
        max_length=100,
        initial="en",
    )
    max_load = forms.IntegerField(
        label=gettext_lazy("Most applications at a time"), help_text=gettext_lazy("You can change it later."), initial=8
    )
    away = forms.MultipleChoiceField(
        label=gettext_lazy("Weeks in which you are away"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["away"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = _weeks(at)
        for kind, label in TIES.items():
            self.fields[f"tie_{kind}"] = forms.CharField(
                label=label,
                help_text=_("One organisation per line; its website after a comma, if you know it."),
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=2_000,
                required=False,
            )

    def values(self) -> dict[str, Any]:
        """What the services take."""
        given = self.given
        typed = {kind: given.pop(f"tie_{kind}") for kind in TIES}
        languages = [code for code in given.pop("languages").split(",") if code.strip()]
        return {**given, "languages": languages, "ties": list(_ties(typed))}

    def refuse(self, refusal: Any) -> None:
        """Ties stand in several fields: what is wrong with one is said at the first."""
        if refusal.field == "ties":
            self.add_error(f"tie_{next(iter(TIES))}", str(refusal))
        else:
            super().refuse(refusal)


class OfferForm(_AboutForm):
    """An answer to the call for evaluators."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    country = forms.CharField(
        label=gettext_lazy("Country that you work in"), help_text=gettext_lazy("Two letters, such as FR."), max_length=2
    )
    institution = forms.CharField(label=gettext_lazy("Employer or institution"), max_length=120)
    expertise = forms.CharField(
        label=gettext_lazy("What you know well"),
        help_text=gettext_lazy("Fields, methods, technologies; words separated by commas help to find you."),
        widget=_long(4, offer_expertise.LONGEST_EXPERTISE),
        max_length=offer_expertise.LONGEST_EXPERTISE,
    )
    domains = forms.MultipleChoiceField(
        label=gettext_lazy("Domains that you can judge"), widget=forms.CheckboxSelectMultiple, required=False
    )
    cv = forms.FileField(
        label=gettext_lazy("Your CV"),
        help_text=gettext_lazy("PDF, Word or OpenDocument, at most 5 MB."),
        required=False,
    )
    consents = forms.BooleanField(
        label=gettext_lazy("I agree that the programme keeps what I send here to choose evaluators"), required=False
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["domains"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(domain.code, domain.title) for domain in programme.terms.domains]
        first = ["name", "email", "institution", "country", "expertise", "domains", "languages", "max_load", "away"]
        self.order_fields([*first, *(f"tie_{kind}" for kind in TIES), "cv", "consents"])


class ProfileForm(_AboutForm, EditForm):
    """An evaluator's own profile."""

    institution = forms.CharField(label=gettext_lazy("Employer or institution"), max_length=120)
    country = forms.CharField(
        label=gettext_lazy("Country that you work in"), help_text=gettext_lazy("Two letters, such as FR."), max_length=2
    )
    expertise = forms.CharField(
        label=gettext_lazy("What you know well"),
        help_text=gettext_lazy("Codes of domains, numbers of challenges and words of the field, separated by commas."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3_000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = ["institution", "country", "expertise", "languages", "max_load", "away"]
        self.order_fields([*first, *(f"tie_{kind}" for kind in TIES)])

    @classmethod
    def standing(cls, subject: Evaluator) -> dict[str, Any]:
        """What the fields read now."""
        ties = {
            f"tie_{kind}": "\n".join(
                ", ".join(filter(None, (tie["name"], tie.get("website", ""))))
                for tie in subject.ties
                if tie["kind"] == kind
            )
            for kind in TIES
        }
        return {
            "institution": subject.institution,
            "country": subject.country,
            "expertise": ", ".join(subject.expertise),
            "languages": ", ".join(subject.languages),
            "max_load": subject.max_load,
            "away": subject.away,
            **ties,
        }

    def values(self) -> dict[str, Any]:
        """What ``edit_profile`` takes. Weeks that lie in the past are forgotten."""
        given = super().values()
        return {**given, "expertise": given["expertise"].replace("\n", ",").split(","), "version": self.seen}


class AnswerForm(ActForm):
    """One answer to those who are chosen."""

    offers = forms.MultipleChoiceField(
        label=gettext_lazy("Exactly these"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one of them.")},
    )
    decision = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=[("accept", gettext_lazy("Take into the pool")), ("decline", gettext_lazy("Do not take"))],
        widget=forms.RadioSelect,
    )
    sentence = forms.CharField(
        label=gettext_lazy("Why, in a sentence"),
        help_text=gettext_lazy("Those who are not taken read it; for the others it stands in the record."),
        widget=_long(2, answer_offers.LONGEST_ANSWER),
        max_length=answer_offers.LONGEST_ANSWER,
        required=False,
    )

    def __init__(self, *args: Any, waiting: Iterable[ExpertOffer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = {offer.ref: offer for offer in waiting}
        field = self.fields["offers"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(ref, f"{offer.name}, {offer.institution}") for ref, offer in self.waiting.items()]

    def values(self) -> dict[str, Any]:
        """What ``answer_offers`` takes."""
        given = self.given
        chosen = [self.waiting[ref] for ref in given["offers"]]
        return {"offers": chosen, "accept": given["decision"] == "accept", "sentence": given["sentence"]}


def _ties(typed: Mapping[str, str]) -> Iterable[dict[str, str]]:
    for kind, text in typed.items():
        for line in text.splitlines():
            name, _comma, website = line.partition(",")
            if line.strip():
                yield {"kind": kind, "name": name.strip(), "website": website.strip()}


def _weeks(at: datetime) -> list[tuple[str, str]]:
    """The coming weeks by their ISO names, each with its Monday."""
    monday = at.date() - timedelta(days=at.date().weekday())
    days = [monday + timedelta(weeks=number) for number in range(WEEKS_SHOWN)]
    return [(day.strftime("%G-W%V"), _("Week of %(day)s") % {"day": date_format(day, "j F Y")}) for day in days]
