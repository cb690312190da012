"""The states of profiles, introductions, reports of abuse, and stopped notices."""

from django.utils.translation import gettext_lazy as _

from securit.kernel.lifecycle import Lifecycle, State, Transition

_ALL = ("drafted", "listed", "withdrawn", "suspended")

PROFILE = Lifecycle(
    "profile",
    [
        State("drafted", _("in preparation")),
        State("listed", _("listed"), tone="success"),
        State("withdrawn", _("withdrawn")),
        State("suspended", _("suspended"), tone="danger"),
    ],
    [
        Transition("edit", ("drafted", "listed", "withdrawn"), "", _("Edit the profile")),
        Transition("publish", ("drafted", "withdrawn"), "listed", _("List the profile"), event="listed"),
        Transition("withdraw", ("drafted", "listed"), "withdrawn", _("Withdraw the profile"), event="withdrawn"),
        Transition("suspend", ("listed",), "suspended", _("Suspend the profile"), event="suspended"),
        Transition("reinstate", ("suspended",), "listed", _("List it again"), event="reinstated"),
        Transition("shut_out", _ALL, "", _("Shut an organisation out")),
        Transition("let_in", _ALL, "", _("Let an organisation in again")),
    ],
)

INTRODUCTION = Lifecycle(
    "introduction",
    [
        State("asked", _("waits for an answer"), tone="warning"),
        State("accepted", _("introduced"), tone="success"),
        State("declined", _("declined"), final=True),
        State("withdrawn", _("withdrawn"), final=True),
        State("ended", _("ended"), final=True),
    ],
    [
        Transition("agree", ("asked",), "", _("Say yes; the other side is asked as well")),
        Transition("accept", ("asked",), "accepted", _("Accept"), event="accepted"),
        Transition("decline", ("asked",), "declined", _("Decline"), event="declined"),
        Transition("withdraw", ("asked",), "withdrawn", _("Withdraw"), event="withdrawn"),
        Transition("write", ("accepted",), "", _("Write")),
        Transition("share", ("accepted",), "", _("Share contact details")),
        Transition("unshare", ("accepted",), "", _("Take contact details back")),
        Transition("end", ("accepted",), "ended", _("End the conversation"), event="ended"),
    ],
)

ABUSE_REPORT = Lifecycle(
    "abuse_report",
    [
        State("filed", _("waits for a person"), tone="warning"),
        State("resolved", _("answered"), tone="success", final=True),
    ],
    [Transition("resolve", ("filed",), "resolved", _("Answer the report"), event="resolved")],
)

NOTICE_STOP = Lifecycle(
    "notice_stop",
    [State("stopped", _("no mails")), State("resumed", _("mails again"), tone="success")],
    [
        Transition("stop", ("resumed",), "stopped", _("Stop the mails")),
        Transition("resume", ("stopped",), "resumed", _("Get the mails again")),
    ],
)
