"""The forms on the size of a member: figures and two questions; one enterprise that holds it or that it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kit.acts import ActForm
from securit.machinery.forms.rendering import MoneyField
from securit.machinery.rules.enterprise_size import ITSELF

PERIODS = (gettext_lazy("Newest closed year"), gettext_lazy("The year before"), gettext_lazy("Two years before"))
YES_NO = [("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]
KINDS = [
    ("enterprise", gettext_lazy("company or other enterprise")),
    ("person", gettext_lazy("one or more natural persons")),
    ("public_body", gettext_lazy("public body")),
    ("university", gettext_lazy("university or non-profit research centre")),
    ("venture_capital", gettext_lazy("public investment corporation or venture capital company")),
    ("business_angel", gettext_lazy("business angel")),
    ("institutional_investor", gettext_lazy("institutional investor, regional development fund included")),
    (
        "local_authority",
        gettext_lazy("local authority with a budget below € 10 million and under 5,000 people"),
    ),
]
SIDES = [("up", gettext_lazy("holds shares of")), ("down", gettext_lazy("is held by"))]
MOST_PEOPLE = Decimal("9999999.99")


class FigureField(forms.DecimalField):
    """A number with a point or a comma before its decimals."""

    def to_python(self, value: Any) -> Any:
        """The number, or ``None``."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class AmountField(MoneyField):
    """Euros, where nothing typed means not known."""

    def to_python(self, value: Any) -> Any:
        """The cents, or ``None``."""
        return super().to_python(value) if str(value or "").strip() else None


def _people() -> FigureField:
    return FigureField(
        label=gettext_lazy("Headcount"),
        required=False,
        min_value=Decimal(0),
        max_value=MOST_PEOPLE,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


def _amount(label: Any) -> AmountField:
    return AmountField(label=label, required=False)


class FiguresForm(ActForm):
    """Figures of up to three years, and the two questions on holdings."""

    use_required_attribute = False
    is_young = forms.BooleanField(
        label=gettext_lazy("The oldest year stated here is its first one"),
        help_text=gettext_lazy("Without closed accounts yet, state an estimate made in good faith."),
        required=False,
    )
    held = forms.ChoiceField(
        label=gettext_lazy("Does anybody hold 25 % or more of it, or control it otherwise?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        required=False,
    )
    holds = forms.ChoiceField(
        label=gettext_lazy("Does it hold 25 % or more of another enterprise, or control one otherwise?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(len(PERIODS)):
            self.fields[f"ended_on{place}"] = forms.DateField(
                label=gettext_lazy("Ended on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
            )
            self.fields[f"headcount{place}"] = _people()
            self.fields[f"turnover_cents{place}"] = _amount(gettext_lazy("Turnover, in euro"))
            self.fields[f"balance_cents{place}"] = _amount(gettext_lazy("Balance sheet total, in euro"))

    @property
    def periods(self) -> Iterator[tuple[Any, list[forms.BoundField], bool]]:
        """Each year with its fields, and whether it is shown at once: the last one only where it was stated."""
        for place, title in enumerate(PERIODS):
            bound = [self[f"{name}{place}"] for name in ("ended_on", "headcount", "turnover_cents", "balance_cents")]
            filled = any(one.errors or one.value() not in (None, "") for one in bound)
            yield title, bound, place < len(PERIODS) - 1 or filled

    def clean(self) -> dict[str, Any]:
        """A year is left out only at the end."""
        values = super().clean() or {}
        stated = [bool(self._figures(values, place)) for place in range(len(PERIODS))]
        for place in range(len(PERIODS) - 1):
            if stated[place + 1] and not stated[place]:
                self.add_error(f"headcount{place}", _("State this year before the one before it."))
        return values

    def stated(self, former: Mapping[str, Any]) -> dict[str, Any]:
        """The statement with these figures and answers; who is tied stays as it was."""
        values = self.cleaned_data
        figures = [self._figures(values, place) for place in range(len(PERIODS))]
        return {
            "figures": [row for row in figures if row],
            "is_young": values["is_young"],
            "held": values["held"],
            "holds": values["holds"],
            "related": list(former.get("related", [])),
        }

    @staticmethod
    def _figures(values: Mapping[str, Any], place: int) -> dict[str, Any]:
        ended_on = values.get(f"ended_on{place}")
        row = {"ended_on": ended_on.isoformat() if ended_on else "", **_figures_in(values, str(place))}
        return row if any(value not in (None, "") for value in row.values()) else {}


def initial_figures(stated: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows of a statement."""
    shown = {key: stated[key] for key in ("is_young", "held", "holds") if key in stated}
    for place, row in enumerate(stated.get("figures", [])):
        shown.update({f"{key}{place}": value for key, value in row.items()})
    return shown


class RelatedForm(ActForm):
    """One enterprise, or one holder, and its tie."""

    use_required_attribute = False
    id = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        help_text=gettext_lazy("For people write “a natural person”; their names are not needed here."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=KINDS)
    side = forms.ChoiceField(label=gettext_lazy("It …"), choices=SIDES, widget=forms.RadioSelect)
    of = forms.ChoiceField(label=gettext_lazy("… of, or by"))
    capital = FigureField(
        label=gettext_lazy("Share of the capital, in percent"), min_value=0, max_value=100, decimal_places=2
    )
    votes = FigureField(
        label=gettext_lazy("Share of the votes, in percent"), min_value=0, max_value=100, decimal_places=2
    )
    controls = forms.BooleanField(
        label=gettext_lazy("The holder has control otherwise"),
        help_text=gettext_lazy("It names most of the board, or dominates by contract, statute or agreement."),
        required=False,
    )
    linked_with = forms.ChoiceField(
        label=gettext_lazy("Belongs to the same group as"),
        help_text=gettext_lazy("Two holders of one group count together."),
        required=False,
    )
    headcount = _people()
    turnover_cents = _amount(gettext_lazy("Turnover, in euro"))
    balance_cents = _amount(gettext_lazy("Balance sheet total, in euro"))
    is_included = forms.BooleanField(
        label=gettext_lazy("Its figures are in the consolidated figures stated above already"), required=False
    )

    def __init__(self, *args: Any, applicant: str, related: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("capital", "votes"):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        named = [(row["id"], row["name"]) for row in related]
        of, linked = self.fields["of"], self.fields["linked_with"]
        assert isinstance(of, forms.ChoiceField)
        assert isinstance(linked, forms.ChoiceField)
        of.choices = [(ITSELF, applicant), *named]
        linked.choices = [("", _("nobody named here")), *named]

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields as they stand beside each other."""
        lines = (("name", "kind"), ("side", "of"), ("capital", "votes", "linked_with"), ("controls",))
        figures = (("headcount", "turnover_cents", "balance_cents"), ("is_included",))
        return [[self[name] for name in line] for line in (*lines, *figures)]

    def stated(self, former: Mapping[str, Any]) -> dict[str, Any]:
        """The statement with this one added, or put in place of the one with its id."""
        values = self.cleaned_data
        related = list(former.get("related", []))
        is_known = values["id"] in [row["id"] for row in related]
        ref = values["id"] if is_known else f"r{1 + max((int(row['id'][1:]) for row in related), default=0)}"
        texts = {key: values[key] for key in ("name", "kind", "side", "of", "controls", "linked_with", "is_included")}
        shares = {key: str(values[key]) for key in ("capital", "votes")}
        row = {"id": ref, **texts, **shares, **_figures_in(values)}
        kept = [row if one["id"] == ref else one for one in related]
        return {**former, "related": kept if is_known else [*kept, row]}


def _figures_in(values: Mapping[str, Any], place: str = "") -> dict[str, Any]:
    people = values.get(f"headcount{place}")
    return {
        "headcount": None if people is None else str(people),
        "turnover_cents": values.get(f"turnover_cents{place}"),
        "balance_cents": values.get(f"balance_cents{place}"),
    }
