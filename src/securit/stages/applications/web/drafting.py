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
from securit.stages.applications.seen import Compared, mark, read_seen, slots
from securit.stages.applications.selectors import present_members
from securit.stages.applications.services.attach_file import attach_file
from securit.stages.applications.services.save_draft import compared
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
    for field in {field.code: field for field, _member in form.slots.values()}.values():
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


def shown_values(application: Application, form: forms.Form) -> dict[str, Any]:
    """What the draft holds of each field of a part, by the name it has in the form; files apart."""
    if not isinstance(form, SectionForm):
        return {code: getattr(application, code) for code in form.fields}
    asked = {
        field.code: dict.fromkeys(form.members) if field.per_member else None for field, _member in form.slots.values()
    }
    found = slots(form.spec, application.answers, asked)
    return {name: found[name] for name in form.slots if name in found}


def marks_of(values: Mapping[str, Any]) -> dict[str, str]:
    """The marks that the page sends back with what was typed."""
    return {name: mark(value) for name, value in values.items()}


def marks_on_page(application: Application, form: forms.Form) -> dict[str, str]:
    """The marks of a page that shows the form: of what is stored, or still those it came with where it shows less."""
    marks = marks_of(shown_values(application, form))
    seen = seen_in(form.data) if isinstance(form.data, QueryDict) else None
    if seen is None:
        return marks
    both = compared(application, changes_in(form), seen)
    return {name: now if both.is_up_to_date(name) else seen.get(name, now) for name, now in marks.items()}


@dataclass(frozen=True)
class Beside:
    """A posted part beside the draft as it stands now: what clashes, what colleagues wrote meanwhile."""

    form: forms.Form
    changes: Mapping[str, Any]
    stored: Mapping[str, Any]
    posted: QueryDict
    slots: Compared

    @property
    def differing(self) -> list[Differing]:
        """The fields that were changed here and elsewhere, with both texts."""
        return [
            Differing(
                name,
                str(self.form.fields[name].label),
                _text_sent(self.form, name, self.posted),
                _text_of(self.form, name, self.stored[name]),
            )
            for name in self.form.fields
            if name in self.slots.clashing
        ]

    @property
    def news(self) -> dict[str, str]:
        """What colleagues wrote meanwhile into fields that were not changed here; lists and rows apart."""
        return {name: _text(self.stored[name]) for name in self._old if not isinstance(self.stored[name], list)}

    @property
    def marks(self) -> dict[str, str]:
        """The marks for the page that gets the news: of what is stored, but still its own where it shows less."""
        stay = self._old - self.news.keys()
        return marks_of(self.stored) | {name: m for name, m in self.slots.seen.items() if name in stay}

    @property
    def _old(self) -> frozenset[str]:
        return self.slots.changed_elsewhere - self.slots.touched

    def brought_together(self, fresh: Application, code: str) -> forms.Form:
        """The part as it is stored now, with what was changed here put in: what people bring together and save."""
        own = {name: self.slots.typed[name] for name in self.slots.touched if name in self.form.fields}
        if not isinstance(self.form, SectionForm):
            form = part_form(fresh, code)
            form.initial = {**form.initial, **own}
            return form
        answers = dict(fresh.answers)
        for name, value in own.items():
            field, member = self.form.slots[name]
            answers[field.code] = {**(answers.get(field.code) or {}), member: value} if member else value
        return section_form(self.form.spec, code, answers=answers, members=self.form.members)


def beside(fresh: Application, form: forms.Form, posted: QueryDict) -> Beside:
    """The posted form beside the draft that was read again."""
    changes = changes_in(form)
    return Beside(form, changes, shown_values(fresh, form), posted, compared(fresh, changes, seen_in(posted) or {}))


def seen_in(posted: QueryDict) -> dict[str, str] | None:
    """The marks of what the page had shown; ``None`` when it does not say."""
    return read_seen(posted.get("seen", ""))


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
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(str(entry) for entry in value)
    return str(value)
