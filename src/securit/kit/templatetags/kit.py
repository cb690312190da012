"""The kit's template tags: ``{% load kit %}``. What each takes is said at its function in ``kit/components``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from securit.kernel.actor import Actor
from securit.kit import panels as panel_registry
from securit.kit.components import actions, figures, forms, navigation, status

register = template.Library()

register.simple_tag(actions.icon, name="icon")
register.simple_tag(status.money, name="money")
register.simple_tag(forms.intent_field, name="intent_field")

INCLUSIONS: dict[str, Callable[..., dict[str, Any]]] = {
    "button": actions.button,
    "link_button": actions.link_button,
    "field": forms.field,
    "form_errors": forms.form_errors,
    "form_fields": forms.form_fields,
    "badge": status.badge,
    "timeline": status.timeline,
    "decision": status.decision,
    "deadline": status.deadline,
    "tile": figures.tile,
    "facts": figures.facts,
    "progress": figures.progress,
    "chart": figures.chart,
    "europe_map": figures.europe_map,
    "stage_bar": navigation.stage_bar,
    "tabs": navigation.tabs,
    "breadcrumb": navigation.breadcrumb,
    "pagination": navigation.pagination,
    "data_table": navigation.data_table,
    "empty": navigation.empty,
    "band": navigation.band,
}
for name, function in INCLUSIONS.items():
    register.inclusion_tag(f"kit/{name}.html", name=name)(function)
register.inclusion_tag("kit/chart.html", name="work_plan")(figures.work_plan)


@register.simple_block_tag
def panel(content: str, title: str = "", url: str = "", action: str = "", level: int = 2) -> SafeString:
    """``{% panel "Title" url=… action="See all" %}…{% endpanel %}``: a framed part of a page with its heading."""
    values = {"content": content, "title": title, "url": url, "action": action, "level": level}
    return render_to_string("kit/panel.html", values)


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "") -> SafeString:
    """``{% notice "warning" "Title" %}…{% endnotice %}``: something to know, in its tone; danger is announced."""
    values = {
        "content": content,
        "tone": status.known_tone(tone),
        "title": title,
        "icon_name": status.TONE_ICONS[tone],
    }
    return render_to_string("kit/notice.html", values)


@register.simple_tag(takes_context=True)
def panels(context: template.Context, subject: Any, place: str, actor: Actor) -> SafeString:
    """``{% panels subject "aside" actor %}``: what later stages have to show at this place of the subject's page."""
    shown = panel_registry.panels_for(subject, place, actor)
    request = context.get("request")
    return format_html_join("", "{}", ((render_to_string(name, dict(values), request),) for name, values in shown))
