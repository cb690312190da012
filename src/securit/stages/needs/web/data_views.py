"""What is stored about a need: taken along, withdrawn, erased – by its owner, or by its host on the owner's word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.canonical import canonical
from securit.kernel.perform import may
from securit.kernel.policy import Denied, Verdict
from securit.kernel.refusals import Refusal
from securit.machinery.files.downloads import as_attachment
from securit.programmes.public import actor_of, pressed, public, screen
from securit.stages.needs.contracts import ContactDetails
from securit.stages.needs.models import Need
from securit.stages.needs.services.erase_contact import erase_contact
from securit.stages.needs.services.erase_words import erase_words
from securit.stages.needs.services.withdraw_need import withdraw_need
from securit.stages.needs.stored import stored_about
from securit.stages.needs.web.loading import load_need, opened_by_link, private
from securit.stages.needs.web.owner_views import PRIVATE_LINK


@dataclass(frozen=True, slots=True)
class Act:
    """Something an owner may ask: its button, what it means, what stays; ``may`` says whether and why not now."""

    name: str
    title: str
    says: str
    button: str
    may: Verdict


@public(PRIVATE_LINK)
def mine_data(request: HttpRequest, slug: str, ref: str, token: str) -> HttpResponse:
    """The owner withdraws the need, or erases contact or words; the page says before what stays, and why."""
    need, actor = opened_by_link(request, slug, ref, token)
    if request.method == "POST":
        messages.success(request, _done(request, need, actor))
        return private(redirect("needs:mine", slug, ref, token))
    context = {"need": need, "programme": need.programme, "token": token, "acts": acts_on(need, actor)}
    return private(render(request, "needs/mine_data.html", context))


@public(PRIVATE_LINK)
def mine_export(request: HttpRequest, slug: str, ref: str, token: str) -> HttpResponseBase:
    """Everything that is stored about the need, as a file that machines read too."""
    need, _actor = opened_by_link(request, slug, ref, token)
    made = canonical(stored_about(need)).encode()
    answer = HttpResponse(made, content_type="application/json")
    return private(as_attachment(answer, name=f"{slug}-need-{ref}.json", size=len(made)))


@screen("need.erase_contact", load=load_need)
def data(request: HttpRequest, need: Need) -> HttpResponse:
    """The same for an owner who asks by telephone."""
    actor = actor_of(request)
    if request.method == "POST":
        messages.success(request, _done(request, need, actor))
        return redirect("needs:show", need.programme.slug, need.ref)
    context = {"need": need, "programme": need.programme, "acts": acts_on(need, actor)}
    return render(request, "needs/data.html", context)


def acts_on(need: Need, actor: Actor) -> list[Act]:
    """What can be asked, in the order of how far it goes."""
    no_contact = _("No contact is stored.") if need.stated("contact") == ContactDetails() else ""
    no_words = _("The words are erased.") if need.erased_at else ""
    first = "" if need.withdrawn_at else _("Withdraw the need first.")
    return [
        Act(
            "contact",
            _("Erase name and e-mail address"),
            _(
                "Both are deleted here and in every mail about the need, and no more mail comes. The need itself "
                "stays and counts; the private link still works."
            ),
            _("Erase the contact"),
            _unless(no_contact, actor, "erase_contact", need),
        ),
        Act(
            "withdraw",
            _("Withdraw the need"),
            _(
                "From then on the consortium reads none of it, it stands on no public page, and it counts in no "
                "demand analysis made later. The partner that took it in keeps it in its file until the words are "
                "erased. What was printed or decided before stays true for its day: a challenge that came from it "
                "keeps the consortium’s own words. This cannot be undone; the need can be told again."
            ),
            _("Withdraw it"),
            may(actor, "withdraw", need),
        ),
        Act(
            "words",
            _("Erase the words too"),
            _(
                "Every text, the name of the organisation and the contact are deleted for good. What stays is that "
                "there was a need, its urgency, domains, kind and country, and when it came and went: the programme "
                "must show its auditors that nothing was removed unseen."
            ),
            _("Erase all words"),
            _unless(no_words or first, actor, "erase_words", need),
        ),
    ]


def _unless(why_not: str, actor: Actor, transition: str, need: Need) -> Verdict:
    """Whether it may be asked; ``why_not`` says that it is done already, or what comes first."""
    return Denied(why_not, code="not_now") if why_not else may(actor, transition, need)


def _done(request: HttpRequest, need: Need, actor: Actor) -> str:
    """Carry out what was asked; what to say then. Raises :class:`Refusal`."""
    steps: dict[str, tuple[Callable[..., Need], str]] = {
        "contact": (erase_contact, _("The contact is erased; no more mail comes.")),
        "withdraw": (withdraw_need, _("The need is withdrawn.")),
        "words": (erase_words, _("The words are erased.")),
    }
    step, said = steps.get(request.POST.get("what", ""), (None, ""))
    if step is None:
        raise Refusal(_("Choose what is to be done."), code="unknown_choice", field="what")
    step(need=need, **pressed(request, actor))
    return said
