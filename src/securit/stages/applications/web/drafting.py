"""Between a posted part of an application and the draft: the form, the changes, both texts of a conflict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, QueryDict
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.machinery.forms import ROWS, FieldType, shown
from securit.machinery.forms.cleaning import clean_value
from securit.machinery.forms.rendering import SectionForm, section_form
from securit.stages.applications.content import form_of
from securit.stages.applications.models import Application, Attachment
from securit.stages.applications.readiness import BASICS
from securit.stages.applications.selectors import present_members
from securit.stages.applications.services.attach_file import attach_file
from securit.stages.applications.web.forms import BasicsForm


@dataclass(frozen=True)
class Differing:
    """One field that two people changed: both texts."""

    name: str
    label: str
    mine: str
    theirs: str


def part_form(application: Application, code: str, request: HttpRequest | None = None) -> forms.Form:
    """The form of a part, bound to the request when one is given. Raises ``Http404`` for an unknown part."""
    data, files = (request.POST, request.FILES) if request else (None, None)
    if code == BASICS:
        return BasicsForm(application, data)
    form = form_of(application.call)
    try:
        asks_each = any(field.per_member for field in form.section(code).fields)
        present = present_members(application) if asks_each else []
        members = {member.ref: member.organisation.legal_name for member in present}
        return section_form(form, code, answers=application.answers, members=members, data=data, files=files)
    except KeyError:
        raise Http404 from None


def part_heading(application: Application, code: str) -> tuple[str, str]:
    """Title and description of a part."""
    if code == BASICS:
        return _("Title and kind"), _("What lists and rankings will call your project, and what you apply for.")
    section = form_of(application.call).section(code)
    return section.title, section.description


def page_after(application: Application, code: str) -> str:
    """The part after this one; empty where the team follows."""
    codes = [BASICS, *(section.code for section in form_of(application.call).sections), ""]
    return codes[codes.index(code) + 1]


def changes_in(form: forms.Form) -> dict[str, Any]:
    """What a bound form changes, as ``save_draft`` takes it; also from a form with mistakes: a draft keeps them."""
    form.is_valid()
    if isinstance(form, BasicsForm):
        return dict(form.changes)
    assert isinstance(form, SectionForm)
    answers: dict[str, Any] = {}
    for field in form.section.fields:
        if field.type is FieldType.FILE:
            continue
        answer = form.answers.get(field.code, "")
        if field.per_member:
            answer = {ref: (answer or {}).get(ref, "") for ref in form.members}
        answers[field.code] = answer
    return {"answers": answers}


def version_in(posted: QueryDict) -> int | None:
    """What the page was loaded with; ``None`` when it does not say."""
    text = posted.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def texts_of(form: forms.Form) -> dict[str, str]:
    """The stored text of each field, by the name it has in the form."""
    initial: Mapping[str, Any] = form.initial
    return {name: _text_of(form, name, initial.get(name)) for name in form.fields if not _is_file(form, name)}


def differing(theirs: forms.Form, posted: QueryDict) -> list[Differing]:
    """The fields in which what was posted differs from what is stored now."""
    found = []
    for name, text in texts_of(theirs).items():
        mine = _text_sent(theirs, name, posted)
        if (f"{name}-rows" if _has_rows(theirs, name) else name) in posted and mine != text:
            found.append(Differing(name, str(theirs.fields[name].label), mine, text))
    return found


def attach_uploads(form: forms.Form, application: Application, actor: Actor, request: HttpRequest) -> int:
    """Store the files that came with a section; a refused one is said at its field. Returns the worst status."""
    if not isinstance(form, SectionForm):
        return 200
    names = {(field.code, member): name for name, (field, member) in form.slots.items()}
    worst = 422 if any(_is_file(form, name) for name in form.errors) else 200
    for (code, member), upload in form.uploads.items():
        try:
            attach_file(
                application=application,
                field=code,
                stream=upload,
                name=upload.name or "",
                actor=actor,
                at=arrived(request),
                member=member,
            )
        except Refusal as refusal:
            form.add_error(names[code, member], str(refusal))
            worst = max(worst, refusal.status)
    return worst


def files_in(application: Application, code: str) -> list[tuple[str, Attachment]]:
    """The files that stand in a part now, each with the label of its field."""
    if code == BASICS:
        return []
    labels = {field.code: field.label for field in form_of(application.call).section(code).fields}
    found = application.attachments.filter(removed_at__isnull=True, field__in=list(labels))
    return [(labels[attachment.field], attachment) for attachment in found.select_related("file")]


def _is_file(form: forms.Form, name: str) -> bool:
    return name in form.fields and isinstance(form.fields[name].widget, forms.FileInput)


def _text_sent(form: forms.Form, name: str, posted: QueryDict) -> str:
    if _has_rows(form, name):
        return _text_of(form, name, form.fields[name].widget.value_from_datadict(posted, {}, name))
    return ", ".join(posted.getlist(name)).replace("\r\n", "\n").strip()


def _text_of(form: forms.Form, name: str, value: object) -> str:
    """The text of an answer; rows line by line, with their members by name."""
    if _has_rows(form, name):
        assert isinstance(form, SectionForm)
        field, _member = form.slots[name]
        return shown(field, clean_value(field, value), form.members)
    return _text(value)


def _has_rows(form: forms.Form, name: str) -> bool:
    return isinstance(form, SectionForm) and form.slots[name][0].type in ROWS


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(str(entry) for entry in value)
    return str(value)
