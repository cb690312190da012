"""What a team is told in one word: nothing before the results are published, the outcome afterwards."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from securit.people.public import User
from securit.stages.applications.public import Application, standings
from securit.stages.selection.public import awards_of
from tests import worlds
from tests.worlds import DECIDED, fresh


def test_the_outcome_shows_in_header_list_and_home_once_results_are_published(client: Client, db: None) -> None:
    call = worlds.a_decided_call()
    application = Application.objects.in_programme(call.programme).select_related("call").order_by("id")[0]
    (award,) = [award for award in awards_of(call) if award.application_id == application.pk]
    page = worlds.signed_in(client, User.objects.get(pk=application.created_by_id))
    slug = call.programme.slug
    urls = [
        reverse("applications:edit", kwargs={"slug": slug, "ref": application.ref}),
        reverse("applications:mine", kwargs={"slug": slug}),
        reverse("portal:home", kwargs={"slug": slug}),
    ]
    badge = str(award.state_label_for_applicant)
    assert standings([application], DECIDED)[application.pk].label == "submitted"
    worlds.published(call)
    told = standings([fresh(application)], DECIDED)[application.pk]
    assert (told.label, told.tone) == (badge, award.state_tone)
    assert [badge in page.get(url).content.decode() for url in urls] == [True, True, True]


def test_a_rejected_application_is_not_eligible_once_results_are_published(db: None) -> None:
    from securit.stages.screening.models import Screening

    call = worlds.a_published_result()
    application = Application.objects.in_programme(call.programme).select_related("call").order_by("id")[0]
    awards_of(call).filter(application=application).delete()
    clear = Screening.objects.filter(application=application).get()
    said = {"reason": "It came from elsewhere.", "proposed_by": worlds.a_user()}
    Screening.objects.filter(pk=clear.pk).update(state="rejected", **said)
    assert standings([application], DECIDED)[application.pk].label == "not eligible"
