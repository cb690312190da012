"""The components as a page draws them: escaped, named for assistive technology, each with its states."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django import forms
from django.template import Context, Template

from securit.kit.components.status import time_left

NOON = datetime(2031, 3, 12, 11, 0, tzinfo=UTC)
NASTY = '<b onclick="x">"&'
ESCAPED = "&lt;b onclick=&quot;x&quot;&gt;&quot;&amp;"


def drawn(code: str, **values: Any) -> str:
    text = Template("{% load kit %}" + code).render(Context(values))
    return re.sub(r"\s+", " ", text).strip()


class Form(forms.Form):
    title = forms.CharField(label="Title", help_text="As published.")
    text = forms.CharField(label="Text", widget=forms.Textarea(attrs={"data-max-words": "60"}), required=False)
    role = forms.ChoiceField(label="Role", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    honour = forms.BooleanField(label="I declare.")
    version = forms.CharField(widget=forms.HiddenInput, required=False)


def refused() -> Form:
    form = Form({"text": "kept as typed"})
    form.is_valid()
    return form


@pytest.mark.parametrize(
    "code",
    [
        "{% button nasty name=nasty value=nasty %}",
        "{% button nasty disabled_reason=nasty %}",
        "{% link_button nasty nasty %}",
        "{% badge nasty %}",
        "{% tile nasty nasty source=nasty note=nasty %}",
        "{% facts pairs %}",
        "{% progress 1 2 nasty text=nasty %}",
        "{% timeline entries %}",
        "{% decision nasty who=nasty when=nasty reason=nasty role=nasty advice=nasty url=nasty %}",
        "{% breadcrumb pairs %}",
        "{% empty nasty nasty action=nasty url=nasty %}",
        "{% band 'synthetic' nasty url=nasty action=nasty %}",
        "{% panel nasty url=nasty action=nasty %}{{ nasty }}{% endpanel %}",
        "{% notice 'info' nasty %}{{ nasty }}{% endnotice %}",
    ],
)
def test_what_people_wrote_is_escaped(code: str) -> None:
    html = drawn(code, nasty=NASTY, pairs=[(NASTY, NASTY)], entries=[{"when": NASTY, "title": NASTY, "text": NASTY}])
    assert NASTY not in html
    assert ESCAPED in html


def test_a_button_that_may_not_be_pressed_sends_nothing_and_says_why() -> None:
    html = drawn('{% button "Send" disabled_reason="A second country is missing." %}')
    found = re.search(r'type="button".* aria-disabled="true" aria-describedby="([^"]+)"', html)
    assert found is not None
    assert f'id="{found[1]}">A second country is missing.</span>' in html


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ('{% button "x" tone="loud" %}', "“loud” is no tone of a button"),
        ('{% badge "x" "loud" %}', "“loud” is no tone"),
        ('{% band "real" %}', "“real” is no kind of band"),
        ("{% stage_bar stages %}", "“soon” is no state of a stage"),
    ],
)
def test_an_unknown_choice_is_refused_with_the_choices(code: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        drawn(code, stages=[{"label": "x", "state": "soon"}])


def test_a_field_joins_label_help_and_counter_to_its_input() -> None:
    html = drawn("{% field form.title %}{% field form.text %}", form=Form())
    assert 'for="id_title"' in html
    assert 'aria-describedby="id_title-help"' in html
    assert 'aria-describedby="id_text-count"' in html
    assert 'data-counter-for="id_text" data-counts="words" data-limit="60"' in html
    assert "At most 60 words." in html


def test_a_refused_field_says_the_error_at_its_place_and_keeps_what_was_typed() -> None:
    html = drawn("{% field form.title %}{% field form.text %}", form=refused())
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_title-help id_title-error"' in html
    assert re.search(r'<p class="k-field-error" id="id_title-error">.*This field is required\.', html)
    assert "kept as typed</textarea>" in html


def test_a_group_of_choices_is_a_fieldset_that_carries_the_error() -> None:
    html = drawn("{% field form.role %}", form=refused())
    assert '<fieldset class="k-field k-field-invalid" id="id_role-field" aria-describedby="id_role-error">' in html
    assert "aria-invalid" not in html


def test_a_required_field_is_marked_and_the_others_say_optional() -> None:
    html = drawn("{% field form.title %}{% field form.text %}", form=Form())
    assert (html.count("k-required"), html.count("(optional)")) == (1, 1)


def test_all_fields_of_a_form_are_drawn_hidden_ones_without_a_label() -> None:
    html = drawn("{% form_fields form %}", form=Form())
    assert [html.count(f'name="{name}"') for name in Form.base_fields] == [1, 1, 2, 1, 1]
    assert 'for="id_version"' not in html


def test_the_summary_links_each_error_to_its_field() -> None:
    html = drawn("{% form_errors form %}", form=refused())
    assert "3 things need your attention" in html
    assert re.findall(r'href="#([^"]+)">([^<]+)<', html) == [
        ("id_title", "Title: This field is required."),
        ("id_role-field", "Role: This field is required."),
        ("id_honour", "I declare: This field is required."),
    ]


def test_a_form_not_yet_sent_has_no_summary() -> None:
    assert drawn("{% form_errors form %}", form=Form()) == ""


def test_a_deadline_shows_brussels_time_and_utc() -> None:
    html = drawn("{% deadline at %}", at=NOON)
    assert "12 March 2031, 12:00 Brussels time" in html
    assert "(11:00 UTC)" in html
    assert 'datetime="2031-03-12T11:00:00Z"' in html
    assert "data-deadline" not in html


def test_a_deadline_whose_day_differs_in_utc_says_so() -> None:
    html = drawn("{% deadline at %}", at=datetime(2031, 7, 1, 22, 30, tzinfo=UTC))
    assert "2 July 2031, 00:30 Brussels time" in html
    assert "(1 July 2031, 22:30 UTC)" in html


def test_a_deadline_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        drawn("{% deadline at %}", at=datetime(2031, 7, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2031, 3, 10, 11, 0, tzinfo=UTC), "2 days left"),
        (datetime(2031, 3, 10, 11, 0, 1, tzinfo=UTC), "47 hours left"),
        (datetime(2031, 3, 12, 9, 0, 1, tzinfo=UTC), "119 minutes left"),
        (datetime(2031, 3, 12, 10, 59, 59, tzinfo=UTC), "1 minute left"),
        (NOON, "closed"),
        (datetime(2031, 3, 13, tzinfo=UTC), "closed"),
    ],
)
def test_what_is_left_until_noon_is_never_rounded_up_and_nothing_is_left_at_noon(moment: datetime, words: str) -> None:
    assert time_left(NOON, moment) == words


def test_money_is_shown_in_euros_and_never_broken() -> None:
    assert drawn("{% money 4125050 %}") == '<span class="k-money">€41,250.50</span>'


def test_a_decision_names_person_time_reason_and_advice_apart() -> None:
    html = drawn(
        '{% decision "Funded" who="Ilze Ozola" role="coordinator" when=at reason="Third." advice="fund" %}', at=NOON
    )
    assert "<blockquote>Third.</blockquote>" in html
    assert "Decided by <strong>Ilze Ozola</strong>, coordinator · 12 March 2031, 12:00" in html
    assert "Recommended: fund" in html


def test_the_stage_bar_says_where_the_programme_is_in_words_too() -> None:
    stages = [{"label": name, "state": state} for name, state in (("A", "done"), ("B", "now"), ("C", "next"))]
    html = drawn("{% stage_bar stages %}", stages=stages)
    assert html.count('aria-current="step"') == 1
    assert re.findall(r'visually-hidden"> – ([^<]+)<', html) == ["done", "now", "still to come"]


def test_danger_is_announced_and_the_other_notices_are_not() -> None:
    assert 'role="alert"' in drawn('{% notice "danger" %}x{% endnotice %}')
    assert 'role="note"' in drawn('{% notice "success" %}x{% endnotice %}')


def test_a_band_says_in_words_what_kind_of_content_it_marks() -> None:
    assert "<strong>Synthetic data</strong>" in drawn('{% band "synthetic" %}')
    assert "<strong>Illustrative</strong>" in drawn('{% band "illustrative" %}')


def test_progress_over_the_whole_is_drawn_full() -> None:
    assert 'width="100.0%"' in drawn('{% progress 3 2 "Checklist" %}')
    assert 'width="0.0%"' in drawn('{% progress 3 0 "Checklist" %}')
