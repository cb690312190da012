"""What people read of a test: its title, what its results are called, who decides. Codes are for rows and addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from securit.kernel.refusals import Sentence
from securit.machinery.rules import Words

#: Built-in tests in the order in which they run.
TITLES: dict[str, Sentence] = {
    "platform:points": _("Points for facts"),
    "platform:insider": _("Partner of the programme"),
    "platform:ties": _("Ties to partners"),
    "platform:several": _("Number of applications"),
    "platform:ceiling": _("Ceiling per organisation"),
    "platform:size": _("Size of the companies"),
    "platform:control": _("Control from abroad"),
    "platform:independence": _("Independence of the members"),
    "platform:declaration": _("Declaration on honour"),
    "platform:double_funding": _("Double funding"),
    "platform:alike": _("Similar applications"),
    "platform:sanctions": _("Sanctions list"),
}
RESULT_WORDS: dict[str, tuple[str, Sentence]] = {
    "met": ("success", _("met")),
    "not_met": ("danger", _("not met")),
    "unresolved": ("warning", _("open")),
}
#: The order in which tests are read: what waits for a person first.
READ_FIRST = ("unresolved", "not_met", "met")
#: What rejections need the team to be heard on first (R-45, R-46), beside those on a published rule.
GROUNDS: dict[str, Sentence] = {
    "": _("A published condition is not met"),
    "misrepresentation": _("Wrong information, or part in preparing the call"),
    "exclusion": _("A ground for exclusion"),
    "sanctions": _("Restrictive measures of the Union"),
}
HEARD = ("misrepresentation", "exclusion", "sanctions")


def title_of(code: str, says: str = "") -> str:
    """The title of a built-in test; a published rule is named by what it says, without the full stop."""
    return str(TITLES.get(code) or says.rstrip(".") or code)


def place_label(place: str, content: Mapping[str, Any], words: Words) -> str:
    """What a place in the facts is called: ``members.0.kind`` is the kind of the first member, by its name."""
    parts = place.split(".")
    if parts[0] == "members" and len(parts) > 2 and parts[1].isdecimal() and int(parts[1]) < len(content["members"]):
        name = content["members"][int(parts[1])]["legal_name"]
        return f"{name}: {_plain('.'.join(parts[2:]))}"
    return words.labels.get(place) or _plain(place)


_FACTS: dict[str, Sentence] = {
    "kind": _("kind of organisation"),
    "country": _("country"),
    "grant_cents": _("grant"),
    "cost_cents": _("cost"),
    "signed_off": _("signed off"),
    "challenge": _("challenge"),
    "domain": _("domain"),
}


def _plain(path: str) -> str:
    last = path.rpartition(".")[2]
    return str(_FACTS.get(last, last.removesuffix("_cents").replace("_", " ")))
