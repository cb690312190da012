"""A section becomes a Django form that keeps what was typed and says what is wrong at its field."""

from __future__ import annotations

import os
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from securit.machinery.forms import FormSpec, parse_form

if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
    settings.configure(USE_I18N=False)
    __import__("django").setup()

from securit.machinery.forms.rendering import SectionForm, country_names, limits_text, section_form

OPTIONS = [{"code": "a", "label": "Prototype"}, {"code": "b", "label": "Demonstration"}]
MEMBERS = {"M1": "Alpha SAS", "M2": "Beta GmbH"}


def a_field(code: str, kind: str, **parts: Any) -> dict[str, Any]:
    return {"code": code, "type": kind, "label": code.title(), **parts}


FORM: FormSpec = parse_form(
    {
        "sections": [
            {"code": "kind", "title": "Kind", "fields": [a_field("kind", "choice", options=OPTIONS)]},
            {
                "code": "idea",
                "title": "Idea",
                "fields": [
                    a_field("summary", "long_text", help="Say it.", required="true", max_words="3"),
                    a_field("demo", "text", show_if={"field": "kind", "equals": "b"}),
                    a_field("tags", "choices", options=OPTIONS),
                    a_field("pilot", "yes_no"),
                    a_field("site", "text", max_characters="9", show_if={"field": "pilot", "equals": "yes"}),
                    a_field("role", "text", per_member="true"),
                    a_field("plan", "file", max_mib="1"),
                    a_field("mail", "email", autocomplete="email", personal_data="to answer you"),
                    a_field("land", "country", one_of=["NO", "FR"]),
                ],
            },
        ]
    }
)


def posted(query: str, answers: dict[str, Any] | None = None, **files: Any) -> SectionForm:
    uploads = MultiValueDict({name: [file] for name, file in files.items()})
    return section_form(FORM, "idea", answers=answers or {}, members=MEMBERS, data=QueryDict(query), files=uploads)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(dict(attrs))


def attributes(form: SectionForm, name: str) -> dict[str, str | None]:
    parser = _Tags()
    parser.feed(str(form[name]))
    return parser.found[0]


def test_a_section_shows_its_fields_and_drops_what_another_section_hides() -> None:
    form = section_form(FORM, "idea", answers={"kind": "a"}, members=MEMBERS)
    assert list(form.fields) == [
        "summary", "tags", "pilot", "site", "role__M1", "role__M2", "plan", "mail", "land",
    ]  # fmt: skip
    assert "demo" in section_form(FORM, "idea", answers={"kind": "b"}).fields
    assert form.fields["role__M1"].label == "Role – Alpha SAS"


def test_a_widget_carries_help_limits_and_no_attribute_that_would_lose_a_text() -> None:
    form = section_form(FORM, "idea", answers={"summary": "Old."})
    assert attributes(form, "summary") == {
        "name": "summary",
        "id": "id_summary",
        "cols": "40",
        "rows": "4",
        "data-max-words": "3",
        "data-max-characters": "20000",
        "aria-describedby": "id_summary_helptext",
    }
    assert form.fields["summary"].help_text == "Say it. At most 3 words."
    assert form.fields["mail"].help_text == "Personal data, asked because: to answer you"
    assert attributes(form, "mail")["autocomplete"] == "email"
    assert form["summary"].value() == "Old."


def test_a_field_shown_by_its_own_section_says_so_to_the_browser_and_to_people() -> None:
    form = section_form(FORM, "idea", answers={})
    site = attributes(form, "site")
    assert (site["data-show-if"], site["data-show-if-values"]) == ("pilot", "yes")
    assert form.fields["site"].help_text == "At most 9 characters. Only if “Pilot” is: yes."


def test_what_was_sent_joins_the_answers_and_what_was_not_sent_stays() -> None:
    form = posted(
        "summary=+one+two&pilot=yes&tags=b&tags=a&role__M1=lead&unknown=x",
        {"kind": "b", "demo": "kept", "role": {"M2": "test", "M9": "other"}, "land": "NO"},
    )
    assert form.is_valid() is True
    assert form.answers == {
        "kind": "b",
        "summary": "one two",
        "demo": "kept",
        "tags": ["a", "b"],
        "pilot": True,
        "role": {"M1": "lead", "M2": "test", "M9": "other"},
        "land": "NO",
    }


def test_a_draft_that_leaves_a_required_field_empty_is_valid() -> None:
    form = posted("summary=")
    assert (form.is_valid(), form.answers) == (True, {})
    assert form.fields["summary"].required is True


def test_a_wrong_answer_is_told_at_its_field_and_kept() -> None:
    form = posted("summary=one+two+three+four&mail=nobody&land=XX")
    assert form.is_valid() is False
    assert form.errors == {
        "summary": ["This text has 4 words; at most 3 are allowed."],
        "mail": ["“nobody” is not an e-mail address."],
        "land": ["“XX” is not a country; choose one from the list."],
    }
    assert form.answers == {"summary": "one two three four", "mail": "nobody", "land": "XX"}
    assert form["summary"].value() == "one two three four"


def test_a_file_that_fits_its_slot_is_handed_over_and_another_is_refused() -> None:
    fits = posted("", plan=SimpleUploadedFile("plan.PDF", b"%PDF"))
    assert fits.is_valid() is True
    assert {slot: upload.name for slot, upload in fits.uploads.items()} == {("plan", ""): "plan.PDF"}
    wrong = posted("", plan=SimpleUploadedFile("plan.exe", b"MZ"))
    assert wrong.errors == {"plan": ["“plan.exe” is of the kind exe; possible are pdf."]}
    assert wrong.uploads == {}


def test_countries_are_offered_by_name_in_the_language() -> None:
    form = section_form(FORM, "idea", answers={})
    assert form.fields["land"].widget.choices == [("", "Choose…"), ("FR", "France"), ("NO", "Norway")]
    assert country_names("de")["NO"] == "Norwegen"
    assert country_names("xx-unknown")["NO"] == "Norway"


def test_limits_are_stated_in_words() -> None:
    assert limits_text(FORM.field("plan")) == "One file (pdf), at most 1 MiB."


def test_an_unknown_section_is_refused() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        section_form(FORM, "nowhere", answers={})
