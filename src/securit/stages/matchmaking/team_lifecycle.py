"""The states of a team, its members, its vacancies, and of the interest that somebody shows."""

from django.utils.translation import gettext_lazy as _

from securit.kernel.lifecycle import Lifecycle, State, Transition

TEAM = Lifecycle(
    "team",
    [
        State("formed", _("forming"), tone="info"),
        State("dissolved", _("dissolved"), final=True),
    ],
    [
        Transition("edit", ("formed",), "", _("Change name or purpose")),
        Transition("plan", ("formed",), "", _("Choose call and money")),
        Transition("share_out", ("formed",), "", _("Set the shares")),
        Transition("note", ("formed",), "", _("Write a note or a decision")),
        Transition("accept_terms", ("formed",), "", _("Accept the confidentiality terms")),
        Transition("enter", ("formed",), "", _("Enter the team's workspace")),
        Transition("attach", ("formed",), "", _("Put in or take out a file")),
        Transition("renew_link", ("formed",), "", _("Make a new link to the team")),
        Transition("dissolve", ("formed",), "dissolved", _("Dissolve the team"), event="dissolved"),
    ],
)

TEAM_MEMBER = Lifecycle(
    "team_member",
    [
        State("invited", _("invited"), tone="warning"),
        State("joined", _("in the team"), tone="success"),
        State("declined", _("declined"), final=True),
        State("left", _("left"), final=True),
        State("removed", _("removed"), final=True),
    ],
    [
        Transition("ask", ("invited",), "", _("Send the invitation again")),
        Transition("edit", ("invited", "joined"), "", _("Change the role")),
        Transition("join", ("invited",), "joined", _("Accept the invitation"), event="joined"),
        Transition("decline", ("invited",), "declined", _("Decline the invitation")),
        Transition("lead", ("joined",), "", _("Take over the lead")),
        Transition("leave", ("joined",), "left", _("Leave the team"), event="left"),
        Transition("remove", ("invited", "joined"), "removed", _("Take the member out"), event="removed"),
    ],
)

VACANCY = Lifecycle(
    "vacancy",
    [
        State("open", _("open"), tone="info"),
        State("filled", _("filled"), tone="success", final=True),
        State("closed", _("closed"), final=True),
    ],
    [
        Transition("fill", ("open",), "filled", _("Mark as filled")),
        Transition("close", ("open",), "closed", _("Close the vacancy")),
    ],
)

INTEREST = Lifecycle(
    "interest",
    [
        State("shown", _("waits for an answer"), tone="info"),
        State("accepted", _("accepted"), tone="success", final=True),
        State("declined", _("declined"), final=True),
        State("withdrawn", _("withdrawn"), final=True),
    ],
    [
        Transition("accept", ("shown",), "accepted", _("Take into the team"), event="accepted"),
        Transition("decline", ("shown",), "declined", _("Decline"), event="declined"),
        Transition("withdraw", ("shown",), "withdrawn", _("Withdraw")),
    ],
)
