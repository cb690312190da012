"""What was measured, as tables for the page."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kit.tables import Column, Row, Table
from securit.programmes.public import Programme
from securit.stages.solutions.engines import Precision, RuleMeasured
from securit.stages.solutions.measured import ACROSS, IN_ENGLISH

#: Official languages of the countries that partners come from; other countries say nothing here.
SPOKEN_IN = {
    "AT": "de", "BE": "nl fr de", "BG": "bg", "CH": "de fr it", "CY": "el", "CZ": "cs", "DE": "de", "DK": "da",
    "EE": "et", "ES": "es", "FI": "fi sv", "FR": "fr", "GR": "el", "HR": "hr", "HU": "hu", "IE": "en", "IS": "is",
    "IT": "it", "LT": "lt", "LU": "fr de", "LV": "lv", "MT": "en", "NL": "nl", "NO": "nb", "PL": "pl", "PT": "pt",
    "RO": "ro", "RS": "sr", "SE": "sv", "SI": "sl", "SK": "sk", "TR": "tr", "UA": "uk", "GB": "en",
}  # fmt: skip
TOLD = {
    "needs2projects": gettext_lazy("a need → the projects that answer it"),
    "paraphrase2project": gettext_lazy("a press text → its project"),
    "similar_projects": gettext_lazy("a project → others of its topic"),
    "fp7_title2brief": gettext_lazy("a title → its summary"),
}


def measured_table() -> Table:
    """English texts: plain BM25, words alone, words and meaning."""
    columns = (
        Column(_("What is looked for, in English")),
        Column(_("BM25"), numeric=True),
        Column(_("Words alone"), numeric=True),
        Column(_("Words and meaning"), numeric=True),
        Column(_("Questions"), numeric=True),
    )
    rows = tuple(
        Row((str(TOLD[name]), one.bm25, one.words, one.both, str(one.queries))) for name, one in IN_ENGLISH.items()
    )
    return Table(_("How well it finds in English (nDCG@10; 1 is best)"), columns, rows)


def spoken_table(programme: Programme) -> Table:
    """The languages of the consortium's countries and those that were measured, from the best down."""
    columns = (
        Column(_("A question in")),
        Column(_("Words alone"), numeric=True),
        Column(_("Words and meaning"), numeric=True),
        Column(_("Questions"), numeric=True),
        Column(_("In the consortium")),
    )
    own = {code for partner in programme.terms.partners for code in SPOKEN_IN.get(partner.country, "").split()}
    known = sorted(ACROSS, key=lambda code: (-float(ACROSS[code].both), code))
    rows = [
        (_name(code), one.words, one.both, str(one.queries), _yes(code in own))
        for code in known
        for one in (ACROSS[code],)
    ]
    nothing = _("not measured")
    rows += [(_name(code), nothing, nothing, "", _yes(True)) for code in sorted(own - {"en", *ACROSS}, key=_name)]
    return Table(_("How well it crosses languages (nDCG@10 against English texts)"), columns, tuple(map(Row, rows)))


def judged_table(measured: Sequence[RuleMeasured]) -> Table:
    """Each rule at each depth: how many of the judged fit, and between what that lies."""
    columns = (
        Column(_("Order by")),
        Column(_("Of the first"), numeric=True),
        Column(_("Judged of shown"), numeric=True),
        Column(_("Fit"), numeric=True),
        Column(_("Share that fits, with its 95 % interval"), numeric=True),
    )
    rows = tuple(Row(_line(rule, one)) for rule in measured for one in rule.precisions)
    return Table(_("What people said of what each rule shows"), columns, rows, empty=_("Nobody has judged a pair yet."))


def _line(rule: RuleMeasured, one: Precision) -> tuple[str, ...]:
    low, high = one.interval
    share = _("%(share)d %% (%(low)d–%(high)d %%)") % {
        "share": round(100 * one.share),
        "low": round(100 * low),
        "high": round(100 * high),
    }
    return (
        _("words and meaning") if rule.by_meaning else _("words alone"),
        str(one.depth),
        _("%(judged)d of %(shown)d") % {"judged": one.judged, "shown": one.shown},
        str(one.fits),
        share if one.judged else _("not measured"),
    )


def _name(code: str) -> str:
    return str(_(LANG_INFO[code]["name"]))


def _yes(one: bool) -> str:
    return _("yes") if one else ""
