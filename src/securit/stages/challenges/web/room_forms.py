"""The forms of the phone: who one is, the ballot, a few words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel import Locale
from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from securit.kit.acts import ActForm
from securit.machinery.forms.countries import COUNTRY_CODES
from securit.stages.challenges.ballot_papers import HIGHEST_MARK, LOWEST_MARK, MOST_PICKS, TOP_FIVE
from securit.stages.challenges.models import Vote
from securit.stages.challenges.room_models import Kind
from securit.stages.challenges.services.cast_ballot import GREATEST_REVISION
from securit.stages.challenges.services.join_room import Newcomer


def countries() -> list[tuple[str, str]]:
    """Code and name of every country, by name in the reader's language."""
    names = Locale.parse(get_language() or "en", sep="-").territories
    return sorted(((code, names.get(code, code)) for code in COUNTRY_CODES), key=lambda pair: pair[1])


class JoinForm(ActForm):
    """What a newcomer says; two answers, two more if they like."""

    kind = forms.ChoiceField(label=_("You come from"), choices=Kind.choices, widget=forms.RadioSelect)
    country = forms.ChoiceField(label=_("Country"))
    nickname = forms.CharField(
        label=_("Name to be called by"), max_length=40, required=False, help_text=_("Shown beside your comments only.")
    )
    organisation_name = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        help_text=_(
            "If it applies for funding later, its part in this workshop is made known. Never shown with a vote."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"] = forms.ChoiceField(label=_("Country"), choices=[("", "—"), *countries()], help_text="")

    def newcomer(self) -> Newcomer:
        """As the service takes it."""
        said = self.cleaned_data
        return Newcomer(said["kind"], said["country"], said["nickname"], said["organisation_name"])


def lines_of(vote: Vote, content: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The paper for the page: each challenge with its criteria, and what is marked on it so far."""
    filled = content or {}
    picks, marks = filled.get("picks", []), filled.get("marks", {})
    return [
        {
            **option,
            "picked": option["number"] in picks,
            "asks": [
                {
                    **criterion,
                    "name": f"mark:{option['number']}:{criterion['code']}",
                    "mark": marks.get(option["number"], {}).get(criterion["code"]),
                }
                for criterion in vote.criteria
            ],
        }
        for option in vote.options
    ]


def sent_ballot(vote: Vote, posted: QueryDict) -> dict[str, Any]:
    """What was posted, as the service takes it; anything that is no mark is handed on to be refused there."""
    if vote.form == TOP_FIVE:
        return {"picks": posted.getlist("pick")}
    marks: dict[str, dict[str, Any]] = {}
    for name in posted:
        word, _colon, rest = name.partition(":")
        number, _colon, code = rest.rpartition(":")
        mark = posted.get(name) or ""
        if word == "mark" and mark:
            marks.setdefault(number, {})[code] = _whole(str(mark))
    return {"marks": marks}


def sent_revision(posted: QueryDict) -> int:
    """The number of the revision; 0 where none is given, -1 for nonsense (which the service refuses)."""
    text = posted.get("revision", "0") or "0"
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(GREATEST_REVISION)) else -1


def _whole(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 1 else text


SCALE = tuple(range(LOWEST_MARK, HIGHEST_MARK + 1))
PICKS = MOST_PICKS
