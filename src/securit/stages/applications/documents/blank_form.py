"""The blank form of a call on paper: everything that will be asked, for whoever wants to prepare it elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from securit.machinery.forms import ROWS, Field, FieldType, FormSpec, shown
from securit.machinery.forms.rendering import limits_text
from securit.machinery.forms.rows_input import column_label
from securit.money import euros
from securit.stages.applications.content import form_of
from securit.stages.applications.selectors import ceiling_of
from securit.stages.applications.services.save_draft import LONGEST
from securit.stages.applications.window import brussels
from securit.stages.calls.public import Call, addressed_challenges

TEMPLATE = "stages/applications/documents/blank_form.typ"
#: Height of the room for an answer, in points, where it is not one line.
_ROOM = {FieldType.LONG_TEXT: 110}
_NO_ROOM = (*ROWS, FieldType.FILE, FieldType.CHOICE, FieldType.CHOICES, FieldType.YES_NO)


def blank_form_title(call: Call) -> str:
    """The title of the document."""
    return _("Application form of call %(call)s") % {"call": call.code}


def blank_form_data(call: Call) -> dict[str, Any]:
    """What ``blank_form.typ`` prints; every text is written already."""
    form, terms = form_of(call), call.terms
    return {
        "sender": call.programme.title,
        "title": blank_form_title(call),
        "says": _("To read and to prepare. Applications are submitted on the platform only, before the deadline."),
        "facts": [
            {"label": _("Call"), "value": call.title},
            {"label": _("Deadline"), "value": brussels(call.deadline_at)},
            {"label": _("Most that one member may receive"), "value": euros(ceiling_of(call))},
        ],
        "sections": [
            {"title": _("Title and kind"), "says": "", "questions": list(_basics(call))},
            *(
                {
                    "title": section.title,
                    "says": section.description,
                    "questions": [_question(form, field) for field in section.fields],
                }
                for section in form.sections
            ),
            {
                "title": _("Team and budget"),
                "says": _("Asked of every organisation that takes part. Each signs off its role and its money."),
                "questions": list(_member()),
            },
        ],
        "rules_title": _("Who can apply"),
        "rules": [rule.says for rule in terms.eligibility],
    }


def _basics(call: Call) -> Iterator[dict[str, Any]]:
    at_most = _("At most %(n)s characters.")
    yield _asked(_("Title"), [at_most % {"n": LONGEST["title"]}, _("Required.")], room=24)
    yield _asked(_("Acronym"), [at_most % {"n": LONGEST["acronym"]}], room=24)
    kinds = [f"{i.title} – {_('at most')} {euros(i.max_grant_cents)}" for i in call.terms.instruments]
    yield _asked(_("Kind of support"), [_("Choose one.")], kinds)
    challenges = [f"{row.challenge.number} {row.challenge.title}" for row in addressed_challenges(call)]
    domains = [domain.title for domain in call.programme.terms.domains]
    if challenges:
        yield _asked(_("Challenge you answer"), [_("Choose one.")], challenges)
    elif domains:
        yield _asked(_("Domain"), [_("Choose one.")], domains)


def _member() -> Iterator[dict[str, Any]]:
    yield _asked(_("Organisation"), [_("Legal name, country, number in the register, what it is.")], room=48)
    yield _asked(_("Whole cost of its work, in euro"), [], room=24)
    yield _asked(_("Grant it asks for, in euro"), [], room=24)
    yield _asked(_("E-mail of the person who signs off for it"), [], room=24)
    yield _asked(
        _("Size of the company"), [_("Headcount, turnover and balance; owners and holdings from 25 %.")], room=48
    )


def _question(form: FormSpec, field: Field) -> dict[str, Any]:
    says = [
        field.help,
        limits_text(field),
        _("Answered for each member.") if field.per_member else "",
        _condition(form, field),
        _("Required.") if field.required else _("Optional."),
    ]
    countries = field.type is FieldType.COUNTRY
    options = [] if countries else [option.label for option in field.options]
    if field.type in ROWS:
        options = [_("A column: %(label)s") % {"label": column_label(field, column)} for column in field.row_columns]
    if field.type is FieldType.YES_NO:
        options = [_("Yes"), _("No")]
    return _asked(
        field.label,
        [text for text in says if text],
        options,
        room=0 if field.type in _NO_ROOM else _ROOM.get(field.type, 24),
    )


def _condition(form: FormSpec, field: Field) -> str:
    if field.show_if is None:
        return ""
    earlier = form.field(field.show_if.field)
    values = ", ".join(shown(earlier, value) for value in field.show_if.values)
    return _("Only if “%(question)s” is: %(values)s.") % {"question": earlier.label, "values": values}


def _asked(label: str, says: list[str], options: list[str] | None = None, *, room: int = 0) -> dict[str, Any]:
    return {"label": label, "says": says, "options": options or [], "room": room}
