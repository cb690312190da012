"""JSON columns that are decoded when they are looked at."""

from __future__ import annotations

import pytest

from securit.kernel.db import json_on_demand
from securit.programmes.models import Programme
from tests import worlds


@pytest.fixture
def programme(db: None) -> Programme:
    return worlds.a_programme()


def test_the_value_is_the_one_that_was_stored(programme: Programme) -> None:
    stored = Programme.objects.get(pk=programme.pk)
    assert stored.definition == programme.definition
    assert stored.definition is stored.definition


def test_a_row_is_read_without_decoding_what_nobody_looks_at(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = Programme.objects.get(pk=programme.pk)
    monkeypatch.setattr(json_on_demand, "json", None)
    assert stored.slug == programme.slug
    with pytest.raises(AttributeError):
        _ = stored.definition


def test_a_row_saved_without_being_looked_at_keeps_its_value(programme: Programme) -> None:
    Programme.objects.get(pk=programme.pk).save()
    assert Programme.objects.get(pk=programme.pk).definition == programme.definition


def test_a_new_value_replaces_the_stored_one(programme: Programme) -> None:
    stored = Programme.objects.get(pk=programme.pk)
    stored.definition = {"a": [1, None, "é"]}
    stored.save()
    stored.refresh_from_db()
    assert stored.definition == {"a": [1, None, "é"]}


def test_deferred_columns_and_parts_of_the_value_are_decoded(programme: Programme) -> None:
    assert Programme.objects.defer("definition").get(pk=programme.pk).definition == programme.definition
    assert Programme.objects.values_list("definition__slug", flat=True).get(pk=programme.pk) == programme.slug


def test_a_migration_sees_an_ordinary_column() -> None:
    assert Programme._meta.get_field("definition").deconstruct()[1] == "django.db.models.JSONField"
