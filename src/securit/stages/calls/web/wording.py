"""Numbers and codes of a call in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from securit.kernel.refusals import Sentence
from securit.money import euros
from securit.programmes.definition import CriteriaScheme, Instrument, Tranche

FORMS_OF_SUPPORT: dict[str, Sentence] = {
    "lump_sum": gettext_lazy("lump sum"),
    "actual_costs": gettext_lazy("actual costs"),
    "reimbursement": gettext_lazy("reimbursement against invoices"),
    "voucher": gettext_lazy("voucher"),
}
TRIGGERS: dict[str, Sentence] = {
    "signature": gettext_lazy("when the agreement is signed"),
    "milestone_accepted": gettext_lazy("when a milestone is accepted"),
    "coach_confirmation": gettext_lazy("when the coach confirms"),
    "final_report_approved": gettext_lazy("when the final report is approved"),
    "completion": gettext_lazy("when the work is complete"),
}
TOTALS: dict[str, Sentence] = {
    "raw_sum": gettext_lazy("the sum of the scores"),
    "weighted_sum": gettext_lazy("the weighted sum of the scores"),
    "weighted_mean": gettext_lazy("the weighted mean of the scores"),
}


def number(value: Decimal) -> str:
    """A decimal without idle zeros: ``10.0`` → ``10``."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: Decimal) -> str:
    """``0.7`` → ``70 %``."""
    return f"{number(value * 100)} %"


def grant_range(instrument: Instrument) -> str:
    """What one application may receive."""
    most = euros(instrument.max_grant_cents)
    if not instrument.min_grant_cents:
        return _("up to %(most)s") % {"most": most}
    return _("%(least)s to %(most)s") % {"least": euros(instrument.min_grant_cents), "most": most}


def duration(months: int) -> str:
    """``9`` → ``up to 9 months``."""
    return ngettext("up to %(count)d month", "up to %(count)d months", months) % {"count": months}


def readiness(instrument: Instrument) -> str:
    """Technology readiness in and out; empty when neither is asked."""
    if instrument.trl_in is not None and instrument.trl_out is not None:
        return _("from TRL %(start)d to TRL %(end)d") % {"start": instrument.trl_in, "end": instrument.trl_out}
    if instrument.trl_in is not None:
        return _("from TRL %(start)d") % {"start": instrument.trl_in}
    return _("to TRL %(end)d") % {"end": instrument.trl_out} if instrument.trl_out is not None else ""


def tranche(part: Tranche) -> tuple[str, str]:
    """An instalment as (title, how much and when)."""
    amount = percent(part.share) if part.share is not None else euros(part.amount_cents or 0)
    return part.title, f"{amount}, {TRIGGERS[part.trigger]}"


def scale(scheme: CriteriaScheme) -> str:
    """The scale of the scores."""
    values = {"least": number(scheme.least), "most": number(scheme.most), "step": number(scheme.step)}
    return _("Each criterion is scored from %(least)s to %(most)s in steps of %(step)s.") % values


def combining(scheme: CriteriaScheme, reports: int) -> str:
    """How several reports become one score, and scores one order."""
    read = ngettext("%(count)d independent report is written.", "%(count)d independent reports are written.", reports)
    counts = (
        _("The mean of their scores counts, rounded half up to %(decimals)d decimals.")
        if scheme.combining == "mean"
        else _("The median of their scores counts, rounded half up to %(decimals)d decimals.")
    )
    order = _("The order follows %(total)s.") % {"total": TOTALS[scheme.ranked_by]}
    return f"{read % {'count': reports}} {counts % {'decimals': scheme.rounding_decimals}} {order}"


def overall_threshold(scheme: CriteriaScheme) -> str:
    """The least total; empty when there is none."""
    if scheme.overall_threshold is None:
        return ""
    return _("%(least)s at least, on %(total)s.") % {
        "least": number(scheme.overall_threshold),
        "total": TOTALS[scheme.overall_threshold_on],
    }


def day_or_month(text: str) -> str:
    """``2022-07`` → ``July 2022``; ``2022-07-05`` → ``5 July 2022``; what is neither stays as it is."""
    try:
        whole = date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        return text
    return date_format(whole, "j F Y" if len(text) > 7 else "F Y")
