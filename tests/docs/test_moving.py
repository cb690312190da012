"""An installation that is moved as the documentation says keeps its trail: the format keeps every hashed value."""

from __future__ import annotations

import pytest
from django.core import serializers

from tests.docs.pages import ROOT


@pytest.mark.django_db
def test_the_documented_format_keeps_what_the_trail_hashes() -> None:
    from securit.kernel.audit.models import AuditEntry
    from securit.kernel.audit.trail import entry_hash
    from tests.worlds import a_programme

    a_programme()
    text = serializers.serialize("xml", AuditEntry.objects.order_by("id"))
    moved = [item.object for item in serializers.deserialize("xml", text)]
    assert [(entry.hash, entry_hash(entry)) for entry in moved] == [
        (entry.hash, entry.hash) for entry in AuditEntry.objects.order_by("id")
    ]
    assert "--format xml" in (ROOT / "docs/how-to/move-to-postgresql.md").read_text(encoding="utf-8")
