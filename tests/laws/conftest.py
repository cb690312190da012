from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString


@pytest.fixture
def only_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where thousands of pages are asked for, the test client does not copy the context of each of their templates."""

    def render(template: Template, context: Context) -> SafeString:
        return template.nodelist.render(context)

    monkeypatch.setattr(Template, "_render", render)
