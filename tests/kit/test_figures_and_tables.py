"""Charts, the map and tables as a page draws them."""

from __future__ import annotations

import re
from typing import Any

from django.template import Context, Template

from securit.kit import maps
from securit.kit.charts import Datum, bars, donut
from securit.kit.tables import Column, Row, Table


def drawn(code: str, **values: Any) -> str:
    text = Template("{% load kit %}" + code).render(Context(values))
    return re.sub(r"\s+", " ", text).strip()


def test_a_chart_has_a_name_a_description_and_its_numbers_as_a_table() -> None:
    chart = bars([Datum("<Water>", 3)], title="By topic", head=("Topic", "Firms"), description="Water leads.")
    html = drawn("{% chart chart %}", chart=chart)
    assert 'role="img" aria-labelledby="by-topic-title by-topic-desc"' in html
    assert '<title id="by-topic-title">By topic</title><desc id="by-topic-desc">Water leads.</desc>' in html
    assert '<th scope="row">&lt;Water&gt;</th><td class="k-numeric">3</td>' in html


def test_a_chart_without_numbers_says_so_and_draws_nothing() -> None:
    html = drawn("{% chart chart %}", chart=donut([], title="T", head=("Topic", "Firms")))
    assert "No numbers yet." in html
    assert "<svg" not in html


def test_the_map_names_each_country_with_its_number() -> None:
    figure = maps.europe({"LV": 12}, title="Firms", head=("Country", "Firms"), none="none")
    html = drawn("{% europe_map map %}", map=figure)
    assert "<title>Latvia: 12</title>" in html
    assert "<title>Poland: none</title>" in html
    assert '<th scope="row">Latvia</th><td class="k-numeric">12</td>' in html


def test_a_table_has_a_caption_row_heads_and_labels_for_its_cards() -> None:
    columns = (Column("Title", sort_url="?sort=title", sorted="ascending"), Column("Grant", numeric=True))
    html = drawn("{% data_table table %}", table=Table("Calls", columns, (Row(("<b>", "€1"), url="/one"),)))
    assert "<caption>Calls</caption>" in html
    assert '<th scope="col" aria-sort="ascending"><a href="?sort=title">Title' in html
    assert '<th scope="row"><span><a href="/one">&lt;b&gt;</a></span></th>' in html
    assert '<td data-label="Grant" class="k-numeric"><span>€1</span></td>' in html


def test_an_empty_table_says_so_across_all_columns() -> None:
    html = drawn("{% data_table table %}", table=Table("Calls", (Column("A"), Column("B")), (), empty="No call yet."))
    assert '<td colspan="2"><span>No call yet.</span></td>' in html
