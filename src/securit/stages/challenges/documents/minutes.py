"""The minutes of a workshop: a draft from what happened, and the words on paper."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from securit.machinery.documents.markdown import to_typst_data
from securit.stages.challenges.models import Vote, Workshop
from securit.stages.challenges.registration_letters import when_in_words
from securit.stages.challenges.room_models import KIND_LABELS
from securit.stages.challenges.room_results import result_of
from securit.stages.challenges.selectors import comments_of, votes_of

TEMPLATE = "stages/challenges/documents/minutes.typ"
MOST_PLACES = 5


def draft_of_minutes(workshop: Workshop) -> str:
    """The first draft, in Markdown: who was there, what was voted, what was said. Nothing a person typed is dropped."""
    parts = [_attendance(workshop), _looked_at(workshop)]
    parts += [_vote(vote) for vote in votes_of(workshop).filter(state="closed")]
    parts.append(_comments(workshop))
    return "\n\n".join(part for part in parts if part)


def minutes_title(workshop: Workshop) -> str:
    """The title of the document."""
    return _("Minutes: %(title)s") % {"title": workshop.title}


def minutes_data(workshop: Workshop) -> dict[str, Any]:
    """What ``minutes.typ`` prints; every text is written already."""
    place = " · ".join(each for each in (str(workshop.get_mode_display()), workshop.place) if each)
    facts = [
        (_("When"), when_in_words(workshop)),
        (_("Where"), place),
        (_("Host"), workshop.host.organisation.legal_name if workshop.host else ""),
        (_("Domain"), workshop.domain.title if workshop.domain else ""),
        (_("Round"), str(workshop.round)),
    ]
    digests = [(vote.title, vote.ballots_sha256) for vote in votes_of(workshop).filter(state="closed")]
    return {
        "sender": workshop.programme.title,
        "title": minutes_title(workshop),
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "text": to_typst_data(workshop.minutes),
        "proof_title": _("Ballots (SHA-256 of the published list)"),
        "proof": [{"label": label, "value": value} for label, value in digests],
    }


def _attendance(workshop: Workshop) -> str:
    rows = list(workshop.participants.order_by("id").values_list("kind", "country"))
    kinds, countries = Counter(kind for kind, _country in rows), {country for _kind, country in rows}
    lines = [f"### {_('Who took part')}", "", _("%(count)d people were in the room.") % {"count": len(rows)}, ""]
    lines += [f"- {KIND_LABELS[kind]}: {count}" for kind, count in sorted(kinds.items(), key=lambda k: (-k[1], k[0]))]
    registered = workshop.registrations.filter(state="registered")
    if known := registered.count():
        came = registered.filter(participant__isnull=False).count()
        lines.append(f"- {_('Registered: %(known)d, of whom %(came)d came') % {'known': known, 'came': came}}")
    named = ", ".join(sorted(countries))
    return "\n".join([*lines, *([f"- {_('From')}: {named}"] if named else [])])


def _looked_at(workshop: Workshop) -> str:
    rows = workshop.candidates.select_related("challenge").order_by("position", "id")
    lines = [f"- {each.challenge.number} {_plain(each.challenge.title)}" for each in rows]
    return "\n".join([f"### {_('Challenges looked at')}", "", *lines]) if lines else ""


def _vote(vote: Vote) -> str:
    result = result_of(vote)
    said = _("%(cast)d of %(present)d people voted. Rule: %(rule)s") % {
        "cast": vote.cast,
        "present": vote.present,
        "rule": result.rule.explanation,
    }
    lines = [f"### {_('Vote')} {vote.number}: {_plain(vote.title)}", "", said, ""]
    lines += [
        f"{place}. {line.number} {_plain(line.title)} ({line.score_text})"
        for place, line in enumerate(result.lines[:MOST_PLACES], 1)
    ]
    if result.concordance:
        agreed = _("Agreement: %(word)s (Kendall's W %(w)s).")
        lines += ["", agreed % {"word": result.concordance_word, "w": result.concordance}]
    lines += [f"- {_('Without')} {each.kind}: {each.says}" for each in result.without]
    return "\n".join(lines)


def _comments(workshop: Workshop) -> str:
    shown = [each for each in comments_of(workshop) if each.state == "shown"]
    if not shown:
        return ""
    lines = [f"- “{_plain(each.text)}” ({KIND_LABELS[each.participant.kind]})" for each in shown]
    return "\n".join([f"### {_('What was said')}", "", *lines])


def _plain(text: str) -> str:
    """Text of a person inside Markdown: on one line, and no mark of it means anything."""
    flat = " ".join(text.split())
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#" else letter for letter in flat)
