"""The reference page names every type with its limits, and its example is a form."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from securit.machinery.forms import FieldType, parse_form
from securit.machinery.forms.fields import NAMED_LIMITS
from securit.machinery.forms.reading import FILE_KINDS

PAGE = (Path(__file__).parents[3] / "docs/reference/form-fields.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", FieldType)
def test_every_type_is_documented_with_its_limits(kind: FieldType) -> None:
    row = next((line for line in PAGE.splitlines() if line.startswith(f"| `{kind}` |")), "")
    assert [name for name in NAMED_LIMITS.get(kind, ()) if f"`{name}`" not in row] == []
    assert row.count("|") == 4


def test_every_kind_of_file_is_documented() -> None:
    assert f"`{' '.join(FILE_KINDS)}`" in PAGE


def test_the_example_is_a_form() -> None:
    example = PAGE.partition("```yaml\n")[2].partition("```")[0]
    assert [field.code for field in parse_form(YAML(typ="safe").load(example)).fields] == ["summary", "pilot", "site"]
