"""What is tried out, as it is typed: evaluators by name or address, pairs a line each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kit.acts import ActForm
from securit.stages.calls.public import Call
from securit.stages.evaluation import engines
from securit.stages.evaluation.comparing import NAMES, Changes, Figures
from securit.stages.evaluation.models import Evaluator
from securit.stages.evaluation.services.add_evaluator import MOST_LOAD

MOST_LINES = 200
LONGEST = 12_000
_REASON = 2_000


def _lines(label: Any, help_text: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})
    return forms.CharField(label=label, help_text=help_text, widget=widget, max_length=LONGEST, required=False)


class CompareForm(ActForm):
    """Which rules, and what is tried out."""

    rules = forms.MultipleChoiceField(
        label=gettext_lazy("Rules to compare"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one rule.")},
    )
    most = forms.IntegerField(
        label=gettext_lazy("At most so many applications each"),
        help_text=gettext_lazy("Empty: as the call says. Nobody gets more than their own limit."),
        min_value=1,
        max_value=MOST_LOAD,
        required=False,
    )
    without = _lines(
        gettext_lazy("Without these evaluators"), gettext_lazy("A name or an e-mail address on each line.")
    )
    pinned = _lines(
        gettext_lazy("These pairs must be"),
        gettext_lazy("On each line the application’s number, then the evaluator: OC1-1234 Ada Example"),
    )
    barred = _lines(gettext_lazy("These pairs must not be"), gettext_lazy("In the same way."))

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call
        field = self.fields["rules"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(name, _described(name)) for name in NAMES]

    @property
    def changes(self) -> Changes:
        """What is tried out."""
        given = self.cleaned_data
        return Changes(given["most"], given["without"], given["pinned"], given["barred"])

    def clean_without(self) -> tuple[str, ...]:
        """The refs of the people named."""
        people = self._people()
        return tuple(sorted({_found(people, line) for line in _split(self.cleaned_data["without"])}))

    def clean_pinned(self) -> tuple[tuple[str, str], ...]:
        """The pairs that must be."""
        return self._pairs("pinned")

    def clean_barred(self) -> tuple[tuple[str, str], ...]:
        """The pairs that must not be."""
        return self._pairs("barred")

    def _pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        people, found = self._people(), set()
        for line in _split(self.cleaned_data[name]):
            number, _space, who = line.partition(" ")
            if not who.strip():
                raise forms.ValidationError(
                    _("“%(line)s”: write the application’s number, a space, and the evaluator.") % {"line": line[:80]}
                )
            found.add((number.strip(",;").upper(), _found(people, who)))
        return tuple(sorted(found))

    def _people(self) -> dict[str, list[str]]:
        """Refs by name and by address, in small letters; asked for once."""
        known: dict[str, list[str]] | None = getattr(self, "_known", None)
        if known is None:
            known = {}
            rows = Evaluator.objects.in_programme(self.call.programme).active().select_related("user")
            for row in rows.order_by("ref"):
                for key in (row.user.name, row.user.email):
                    known.setdefault(key.casefold(), []).append(row.ref)
            self._known = known
        return known


class ChooseForm(ActForm):
    """Which rule's assignment is proposed, and why."""

    rule = forms.ChoiceField(label=gettext_lazy("Propose what this rule gives"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Why this rule; it stands in the record."),
        widget=forms.Textarea(attrs={"rows": 2, "data-max-characters": _REASON}),
        max_length=_REASON,
    )

    def __init__(self, *args: Any, figures: Sequence[Figures], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rule"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.rule, one.name) for one in figures if not one.refused]


def in_lines(call: Call, changes: Changes) -> dict[str, Any]:
    """What was tried out, as it is typed."""
    refs = {*changes.without, *(ref for _number, ref in (*changes.pinned, *changes.barred))}
    rows = Evaluator.objects.in_programme(call.programme).filter(ref__in=refs).select_related("user") if refs else ()
    names = {row.ref: row.user.email for row in rows}
    return {
        "most": changes.most,
        "without": "\n".join(names.get(ref, ref) for ref in changes.without),
        "pinned": "\n".join(f"{number} {names.get(ref, ref)}" for number, ref in changes.pinned),
        "barred": "\n".join(f"{number} {names.get(ref, ref)}" for number, ref in changes.barred),
    }


def _described(name: str) -> SafeString:
    rule = engines.RULES[name]
    words = '<span><strong>{}</strong><br><span class="k-small">{} <span class="k-soft">{}</span></span></span>'
    return format_html(words, NAMES[name], rule.explanation, rule.weakness)


def _split(text: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise forms.ValidationError(_("At most %(most)s lines.") % {"most": MOST_LINES})
    return lines


def _found(people: dict[str, list[str]], who: str) -> str:
    refs = people.get(who.strip(" ,;").casefold(), [])
    if len(refs) == 1:
        return refs[0]
    shown = {"who": who.strip()[:80]}
    if refs:
        raise forms.ValidationError(_("Several evaluators are called “%(who)s”; write the e-mail address.") % shown)
    raise forms.ValidationError(_("Nobody in the pool is called “%(who)s”, or has that address.") % shown)
