"""One test as a page shows it: title, result, what was looked at, what would change it, who decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from securit.kernel.actor import Actor
from securit.kernel.refusals import Sentence
from securit.machinery.rules import Words
from securit.money import euros
from securit.stages.applications.public import size_tables
from securit.stages.screening.models import Check
from securit.stages.screening.titles import READ_FIRST, RESULT_WORDS, TITLES, place_label, title_of

MOST_EVIDENCE = 20


@dataclass(frozen=True, slots=True)
class Seen:
    """One value that a test looked at, and where it stands in the application."""

    label: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Around:
    """What the lines of one check need besides the checks."""

    content: Mapping[str, Any]
    words: Words
    anchors: Mapping[str, str]
    application_url: str
    needs_two: bool
    actor: Actor


def line_of(check: Check, around: Around) -> dict[str, Any]:
    """What the templates show of one test. The remedy of a published rule speaks to the team: its letter says it."""
    tone, word = RESULT_WORDS[check.standing_result]
    looks = list(check.looks.all()) if around.needs_two else []
    own = any(look.person_id == around.actor.user_id for look in looks)
    return {
        "check": check,
        "title": title_of(check.code, check.says),
        "says": check.says if check.code in TITLES else "",
        "tone": tone if check.severity == "blocking" or check.stands_met else "info",
        "word": word,
        "found": RESULT_WORDS[check.result][1],
        "by_hand": bool(check.settled_result),
        "advisory": check.severity != "blocking",
        "who": who_decides(check, around.needs_two),
        "remedy": check.remedy if check.code in TITLES and not check.stands_met else "",
        "evidence": list(_evidence(check, around))[:MOST_EVIDENCE],
        "is_alike": bool(check.evidence.get("alike")),
        "sizes": [{**one, "tables": size_tables(one)} for one in check.evidence.get("sizes", [])],
        "looks": [(look, *RESULT_WORDS[look.result]) for look in looks if own or check.settled_result],
        "looked": len(looks) if not check.settled_result else 0,
        "differ": len({look.result for look in looks}) > 1 and not check.settled_result,
    }


def met_in_short(checks: Sequence[Check]) -> str:
    """How many stand met; what stands unmet beside a cleared application only points at something, and this says so."""
    met = sum(check.stands_met for check in checks)
    said = _("%(met)d of %(all)d met") % {"met": met, "all": len(checks)}
    hints = sum(not check.stands_met and check.severity != "blocking" for check in checks)
    if not hints:
        return said
    stands = ngettext("%(n)d is only a hint", "%(n)d are only hints", hints)
    return f"{said}; {stands % {'n': hints}}"


def in_order(checks: list[Check]) -> list[tuple[str, list[Check]]]:
    """The tests by their standing: open, not met, met; what stands in the way before the rest."""
    return [(result, sorted((c for c in checks if c.standing_result == result), key=_order)) for result in READ_FIRST]


def _order(check: Check) -> tuple[bool, int]:
    return check.severity != "blocking", check.position


def who_decides(check: Check, needs_two: bool) -> Sentence:
    """Who has the word on a test that stands as it does."""
    if check.stands_met:
        return ""
    if check.severity != "blocking":
        return _("It points at something and stands in no way; whoever checks decides what follows.")
    if needs_two:
        return _("Two people who check decide, each for themselves; a third one where they differ.")
    return _("Whoever checks decides, with a reason; a rejection takes a second person.")


def _evidence(check: Check, around: Around) -> Iterator[Seen]:
    for place, value in check.evidence.items():
        if not place.startswith(("answers.", "members.")) and place not in around.words.labels:
            continue
        if isinstance(value, dict | list):
            continue
        url = around.anchors.get(place) or around.application_url + ("#team" if place.startswith("members") else "")
        yield Seen(place_label(place, around.content, around.words), _shown(place, value, around.words), url)


def _shown(place: str, value: Any, words: Words) -> str:
    if value in (None, ""):
        return _("not given")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if place.endswith("_cents") and isinstance(value, int):
        return euros(value)
    return words.value(str(value), place)
