"""Save what was typed into a draft: nothing is lost, and nobody's text is overwritten unseen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.canonical import canonical
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal, Stale
from securit.machinery.forms import FieldType, FormSpec
from securit.machinery.forms.cleaning import clean_text
from securit.stages.applications.content import form_of
from securit.stages.applications.models import Application
from securit.stages.applications.seen import Compared, Seen, only, slots
from securit.stages.applications.window import require_not_over
from securit.stages.challenges.public import Challenge

#: The columns of a draft and the most characters each holds.
LONGEST = {"title": 200, "acronym": 40, "instrument": 40, "domain": 40, "challenge": 40}
LONGEST_ANSWERS = 500_000


class CannotSaveDraft(Refusal):
    """A value that the draft cannot hold, at its ``field``, or a save after the deadline; nothing of it is stored."""


class _NothingChanged(Exception):
    """Saves that say nothing new leave no trace."""

    def __init__(self, application: Application) -> None:
        self.application = application


def save_draft(
    *,
    application: Application,
    changes: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    version: int | None = None,
    seen: Seen | None = None,
) -> Application:
    """The draft with ``changes``: any of title, acronym, instrument, domain, challenge, and ``answers``.

    ``answers`` maps field codes to what was typed, and is merged field by field (and member by member); an empty
    value takes an answer back; files come by ``attach_file`` only. A challenge brings its domain along. ``version``
    is what the page was loaded with: raises :class:`Stale` when a field that differs was changed since. ``seen`` (the
    marks of what the page showed, by slot) says it more finely: what was not changed on the page is left as it stands,
    and only a slot that was changed both here and elsewhere raises :class:`Stale`. Raises
    :class:`CannotSaveDraft` after the deadline and for what the draft cannot hold; text over a word limit is kept, and
    refused on submission.
    """
    _require_known(changes)
    found: dict[str, Any] = {}

    def compare(row: Application) -> None:
        require_not_over(row, at, CannotSaveDraft)
        own = changes if seen is None else _changed_here(row, changes, seen)
        found.update(_different(row, own))
        if not found:
            raise _NothingChanged(row)
        if seen is None:
            _require_fresh(row, found, version)

    def write(row: Application) -> None:
        _put(row, found)
        row.saved_at = at

    def note(row: Application) -> Note:
        return Note(details={"fields": sorted(found)})

    try:
        return perform(application, "edit", actor=actor, at=at, guards=[compare], write=write, note=note)
    except _NothingChanged as same:
        return same.application


def _require_known(changes: Mapping[str, Any]) -> None:
    unknown = sorted(set(changes) - {*LONGEST, "answers"})
    if unknown:
        sentence = _("A draft has no field called %(names)s.") % {"names": ", ".join(unknown)}
        raise CannotSaveDraft(sentence, code="unknown_field")


def _put(row: Application, found: Mapping[str, Any]) -> None:
    answers = {code: value for code, value in found.items() if code not in LONGEST}
    for code in found.keys() & LONGEST.keys():
        setattr(row, code, found[code])
    row.answers = {code: value for code, value in {**row.answers, **answers}.items() if value is not None}
    row.changed_in = {**row.changed_in, **dict.fromkeys(found, row.version + 1)}
    if len(canonical(row.answers)) > LONGEST_ANSWERS:
        sentence = _("The answers together hold at most %(most)d characters.") % {"most": LONGEST_ANSWERS}
        raise CannotSaveDraft(sentence, code="too_long")


def _different(row: Application, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The fields whose value changes; ``None`` for an answer that is taken back."""
    columns = {code: _column(code, value) for code, value in changes.items() if code in LONGEST}
    columns = _with_domain(row, columns)
    found: dict[str, Any] = {code: value for code, value in columns.items() if value != getattr(row, code)}
    typed = changes.get("answers") or {}
    form = form_of(row.call)
    cleaned = form.clean(_merged(form, row.answers, typed))
    for field in form.fields:
        if field.code in typed and field.type is not FieldType.FILE:
            before, after = row.answers.get(field.code), cleaned.get(field.code)
            if type(before) is not type(after) or before != after:
                found[field.code] = after
    return found


def _merged(form: FormSpec, stored: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**stored, **typed}
    for field in form.fields:
        old, new = stored.get(field.code), typed.get(field.code)
        if field.per_member and isinstance(old, Mapping) and isinstance(new, Mapping):
            merged[field.code] = {**old, **new}
    return merged


def _plain(value: Any) -> str:
    return " ".join(clean_text(value).split())


def _column(code: str, value: Any) -> str:
    text = _plain(value)
    if len(text) > LONGEST[code]:
        raise CannotSaveDraft(
            _("This has %(length)d characters; at most %(most)d are allowed.")
            % {"length": len(text), "most": LONGEST[code]},
            code="too_long",
            field=code,
        )
    return text


def _with_domain(row: Application, columns: dict[str, str]) -> dict[str, str]:
    """The columns checked against the call's offer; a challenge decides the domain."""
    terms = row.call.terms
    _require_offered("instrument", columns.get("instrument"), {instrument.code for instrument in terms.instruments})
    _require_offered("challenge", columns.get("challenge"), set(terms.challenges))
    _require_offered("domain", columns.get("domain"), {domain.code for domain in row.programme.terms.domains})
    number = columns.get("challenge", row.challenge)
    if number and columns.keys() & {"challenge", "domain"}:
        addressed = Challenge.objects.in_programme(row.programme).filter(number=number).select_related("domain").first()
        if addressed is not None:
            return {**columns, "domain": addressed.domain.code}
    return columns


def _require_offered(field: str, value: str | None, offered: set[str]) -> None:
    if value and value not in offered:
        raise CannotSaveDraft(
            _("“%(value)s” cannot be chosen in this call.") % {"value": value}, code="not_offered", field=field
        )


def compared(row: Application, changes: Mapping[str, Any], seen: Seen) -> Compared:
    """What was typed beside what the draft holds and what the page had shown."""
    form, typed = form_of(row.call), changes.get("answers") or {}
    columns = {code: value for code, value in changes.items() if code in LONGEST}
    return Compared(
        {code: _plain(value) for code, value in columns.items()} | slots(form, form.clean(typed), typed),
        {code: getattr(row, code) for code in columns} | slots(form, row.answers, typed),
        seen,
    )


def _changed_here(row: Application, changes: Mapping[str, Any], seen: Seen) -> dict[str, Any]:
    """The changes without what was only shown. Raises :class:`Stale` where somebody else changed the same slot."""
    found = compared(row, changes, seen)
    if found.clashing:
        raise _stale()
    columns = {code: value for code, value in changes.items() if code in found.touched and code in LONGEST}
    return {**columns, "answers": only(form_of(row.call), changes.get("answers") or {}, found.touched)}


def _require_fresh(row: Application, found: Mapping[str, Any], version: int | None) -> None:
    if version is None:
        return
    if any(row.changed_in.get(code, 0) > version for code in found):
        raise _stale()


def _stale() -> Stale:
    return Stale(
        _("Somebody else changed this after you opened it; nothing was overwritten."),
        code="stale",
        remedy=_("Compare both texts and save again."),
    )
