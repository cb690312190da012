"""The rule profile: the values that a funding programme or a grant agreement sets, and that calls inherit."""

from __future__ import annotations

from securit.programmes.definition.schema import CODE, Defined, amount, defined, flag, text, whole


@defined
class RuleProfile(Defined):
    """Values set above the call. A call pins them when it is published; later edits never touch it."""

    code: str = text("Short code of the profile, such as h2020-legacy.", pattern=CODE)
    title: str = text("Name of the profile for people.")
    source: str = text("Key of the source these values rest on.", default="", pattern=CODE)
    min_open_months: int = whole("Calendar months a call stays open at least; 0: no minimum.", default=2, most=24)
    prior_notice_days: int = whole("Days before publication by which the funder has the call text; 0: off.", default=0)
    portal_notice_required: bool = flag("Whether a notice on the EU Funding & Tenders Portal is needed.", default=True)
    own_site_notice_required: bool = flag("Whether a notice on the partners' own sites is needed.", default=True)
    european_dimension_required: bool = flag("Whether the call text must state its European dimension.", default=True)
    insiders_may_apply: bool = flag("Whether partners and their affiliates may apply (firewall).", default=False)
    register_number_required: bool = flag("Whether applicants need a Participant Register number.", default=False)
    min_evaluators: int = whole("Least number of independent reports per application.", default=2, least=1, most=15)
    observer_required: bool = flag("Whether an independent observer must report.", default=False)
    ranking_binding: bool = flag("Whether the selection must follow the ranking strictly.", default=True)
    conflict_lookback_months: int = whole("Months a past tie counts as a possible conflict.", default=36, most=240)
    evaluator_names_public: bool = flag("Whether the names of evaluators are published after the call.", default=False)
    months_to_outcome: int = whole("Months after the deadline to the outcome.", default=5, most=24)
    months_to_signature: int = whole("Months after the deadline to signed agreements.", default=8, most=36)
    rejected_told_within_days: int = whole("Days after the funded by which the rejected are told.", default=15, most=90)
    redress_days: int = whole("Days to ask for a review of the procedure.", default=30, most=180)
    notice_read_after_days: int = whole("Days after which an unopened notice counts as read.", default=10, most=90)
    retention_years: int = whole("Years records are kept after the final payment of the EU grant.", default=5, most=30)
    declaration_waived_up_to_cents: int = amount(
        "Grant of an application up to which an incomplete declaration on honour is no obstacle; 0: none.", default=0
    )
    amounts_published: bool = flag("Whether the published results name the amounts.", default=True)
    de_minimis: bool = flag("Whether support counts as de minimis aid.", default=False)
