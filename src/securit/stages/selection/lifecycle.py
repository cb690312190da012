"""The states of a ranking, of the decision on it, of an award, and of a request to review."""

from django.utils.translation import gettext_lazy as _

from securit.kernel.lifecycle import Lifecycle, State, Transition

RANKING = Lifecycle(
    "ranking",
    [
        State("computed", _("computed"), tone="info"),
        State("adopted", _("adopted"), tone="success", final=True),
        State("superseded", _("computed again since"), final=True),
    ],
    [
        Transition("adopt", ("computed",), "adopted", _("Take the award decision"), event="adopted"),
        Transition("supersede", ("computed",), "superseded", _("Compute again")),
    ],
)

AWARD_DECISION = Lifecycle(
    "award_decision",
    [
        State("prepared", _("waits for the second signature"), tone="warning"),
        State("signed", _("signed by two"), tone="success", final=True),
        State("withdrawn", _("withdrawn before the second signature"), final=True),
    ],
    [
        Transition("sign", ("prepared",), "signed", _("Sign the decision"), event="signed"),
        Transition("withdraw", ("prepared",), "withdrawn", _("Withdraw the draft decision")),
    ],
)

AWARD = Lifecycle(
    "award",
    [
        State("proposed", _("proposed"), _("being decided"), tone="info"),
        State("funded", _("funded"), tone="success"),
        State("reserve_listed", _("on the reserve list"), tone="warning"),
        State("not_funded", _("not funded"), tone="neutral"),
    ],
    [
        Transition("fund", ("proposed",), "funded", _("Fund"), event="funded"),
        Transition("advance", ("reserve_listed",), "funded", _("Fund from the reserve list"), event="funded"),
        Transition("reserve", ("proposed",), "reserve_listed", _("Put on the reserve list"), event="reserve_listed"),
        Transition("decline", ("proposed", "reserve_listed"), "not_funded", _("Do not fund"), event="declined"),
        Transition("withdraw", ("funded",), "not_funded", _("Withdraw the award"), event="withdrawn"),
        Transition(
            "reopen", ("not_funded",), "reserve_listed", _("Put back on the list after a review"), event="reopened"
        ),
    ],
)

REDRESS = Lifecycle(
    "redress",
    [
        State("lodged", _("lodged"), _("being looked at"), tone="warning"),
        State("inadmissible", _("inadmissible"), tone="neutral", final=True),
        State("dismissed", _("dismissed"), tone="neutral", final=True),
        State("upheld", _("upheld"), tone="success", final=True),
    ],
    [
        Transition("refuse", ("lodged",), "inadmissible", _("Declare inadmissible"), event="refused"),
        Transition("dismiss", ("lodged",), "dismissed", _("Dismiss"), event="dismissed"),
        Transition("uphold", ("lodged",), "upheld", _("Uphold"), event="upheld"),
    ],
)
