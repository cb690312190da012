"""What templates and views may not do: inline code, roles, words nobody can translate, things from elsewhere."""

from __future__ import annotations

import ast
import re

import pytest

from securit.kernel.policy import ROLES
from tests.laws.source import dotted, modules, templates

HTML = tuple((name, text) for name, text in templates() if name.endswith(".html"))
#: The gallery's samples stand for what a programme brings along; lists of attributes have no elements.
SPOKEN = tuple((name, text) for name, text in HTML if "/sample_" not in name and "<" in text)

INLINE = {
    "inline style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "script without a file": re.compile(
        r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")[^>]*>", re.IGNORECASE
    ),
}
ELSEWHERE = re.compile(r"""(?:src|href|action|srcset)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE)
LOADED_FROM_ELSEWHERE = re.compile(
    r"""<(?:script|link|img|iframe|source|use|object|embed)[^>]+["'](?:https?:)?//""", re.I
)
#: Tags whose text is code or data, not words for a person.
NOT_WORDS = re.compile(r"<(script|style|svg|code|pre|kbd)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
TRANSLATED = re.compile(
    r"\{%\s*(?:blocktranslate|blocktrans)\b.*?\{%\s*(?:endblocktranslate|endblocktrans)\s*%\}", re.DOTALL
)
COMMENTS = re.compile(
    r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|<!--.*?-->|<!doctype[^>]*>", re.DOTALL | re.IGNORECASE
)
CLASSES = re.compile(r"\{%\s*block\s+\w+\s*%\}[a-z0-9 -]*\{%\s*endblock[^%]*%\}")
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
WORDS_IN_ATTRIBUTES = re.compile(
    r"""\s(?:title|alt|placeholder|aria-label|aria-description)\s*=\s*["']([^"'{]*[A-Za-z]{2}[^"'{]*)["']"""
)
#: Names and signs that are the same in every language.
PROPER = {"SecurIT", "EN", "UTC", "CSV", "XLSX", "PDF", "JSON", "YAML", "EU", "TRL"}


def test_no_tag_is_broken_over_lines() -> None:
    """The template engine ends a tag with its line; readers would see the rest as it stands, in mails as well."""
    broken = re.compile(r"\{[%{](?:(?![%}]\}).)*\n")
    assert [name for name, text in templates() if broken.search(text)] == []


@pytest.mark.parametrize("kind", INLINE)
def test_no_template_holds_inline_code(kind: str) -> None:
    assert [name for name, text in HTML if INLINE[kind].search(COMMENTS.sub("", text))] == []


def test_no_template_loads_anything_from_elsewhere() -> None:
    assert [name for name, text in HTML if LOADED_FROM_ELSEWHERE.search(text)] == []


def test_no_template_speaks_of_roles() -> None:
    word = re.compile(
        r"\{[{%][^}]*(?:[\"'](?:" + "|".join(ROLES) + r")[\"']|\bis_staff\b|\bis_superuser\b|\bhas_role\b)"
    )
    assert [name for name, text in HTML if word.search(text)] == []


def test_no_view_asks_for_a_role() -> None:
    """Roles are looked at by the policy alone; a page asks for an action."""
    asked = {"has_role", "is_staff", "is_superuser", "roles"}
    found = [
        module.at(node)
        for module in modules()
        if "/web/" in module.name or "/views" in module.name
        for node in module.walk(ast.Attribute)
        if isinstance(node, ast.Attribute) and node.attr in asked and dotted(node.value).endswith("actor")
    ]
    assert found == []


def unwrapped(text: str) -> list[str]:
    """Words between tags, or in attributes that a person reads, outside any translation."""
    plain = CLASSES.sub("", NOT_WORDS.sub("", COMMENTS.sub("", text)))
    spoken = WORDS_IN_ATTRIBUTES.findall(TRANSLATED.sub("", plain))
    left = TAGS.sub("\x00", TRANSLATED.sub("", plain))
    left = re.sub(r"<[^>]*>", "\x00", left)
    pieces = [re.sub(r"&[a-z#0-9]+;", "", piece).strip(" \t\r\n·–—:;.,()/|“”×+%€#") for piece in left.split("\x00")]
    return [p for p in [*spoken, *pieces] if re.search(r"[A-Za-zÀ-ž]{2}", p) and p not in PROPER]


@pytest.mark.parametrize(("name", "text"), SPOKEN, ids=[name for name, _ in SPOKEN])
def test_every_word_of_a_template_can_be_translated(name: str, text: str) -> None:
    assert unwrapped(text) == []


def test_the_search_for_untranslated_words_finds_them() -> None:
    assert unwrapped("<p>Hello {{ name }}</p>") == ["Hello"]
    assert unwrapped('<img alt="A map"> <b>{% translate "x" %}</b>') == ["A map"]
    assert unwrapped("{% blocktranslate %}Hello{% endblocktranslate %} <p>{# note #}</p> &nbsp; 5 %") == []
