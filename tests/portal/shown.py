"""What a page shows, read from its HTML; and an application taken out of the database as if it had never been."""

from __future__ import annotations

import re
from html import unescape

from django.db import connection
from django.db.models import Model

from securit.stages.applications.public import Application


def table_numbers(html: str, caption: str) -> dict[str, int]:
    """First and second column of the table that stands beside a chart or a map, by the caption's words."""
    found = re.search(rf"<caption[^>]*>{re.escape(caption)}</caption>(.*?)</table>", html, re.DOTALL)
    assert found is not None, f"There is no table “{caption}”."
    rows = re.findall(r'<th scope="row">(.*?)</th><td[^>]*>(.*?)</td>', found.group(1), re.DOTALL)
    return {unescape(label): int(value.replace(",", "")) for label, value in rows}


def tile(html: str, label: str) -> int:
    """The number of the first tile with this label."""
    found = re.search(
        rf'<span class="k-tile-label">{re.escape(label)}</span>\s*<span class="k-tile-number">([\d,]+)</span>', html
    )
    assert found is not None, f"There is no tile “{label}”."
    return int(found.group(1).replace(",", ""))


def take_out(application: Application) -> None:
    """Delete the application with all that hangs on it, past the guards of the append-only tables."""
    guarded = ("applications_applicationversion", "applications_listedversion", "applications_receipt")
    guarded += ("evaluation_reviewversion",)
    with connection.cursor() as cursor:
        for table in guarded:
            place = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete{place}")
    _delete_below(application)


def _delete_below(row: Model) -> None:
    for relation in row._meta.related_objects:
        for below in relation.related_model._base_manager.filter(**{relation.field.name: row}):
            if type(below)._base_manager.filter(pk=below.pk).exists():
                _delete_below(below)
    type(row)._base_manager.filter(pk=row.pk)._raw_delete(using="default")
