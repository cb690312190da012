"""What a team reads about the decision on its own application."""

from django.urls import reverse

from securit.stages.selection.public import Award
from tests.worlds import a_decided_call, a_published_result, signed_in


def overview_of(client, award):
    application = award.application
    signed_in(client, application.editors.first().user)
    address = reverse("applications:edit", kwargs={"slug": application.programme.slug, "ref": application.ref})
    return client.get(address).content.decode()


def test_a_team_reads_nothing_of_the_decision_before_the_results_are_published(db, client):
    page = overview_of(client, Award.objects.filter(application__call=a_decided_call()).first())
    assert "Decision on your application" not in page


def test_a_team_reads_the_decision_and_the_way_to_its_summary_once_results_are_published(db, client):
    award = Award.objects.filter(application__call=a_published_result(), state="funded").first()
    page = overview_of(client, award)
    assert "Decision on your application" in page
    assert reverse("evaluation:summary", args=[award.programme.slug, award.application.summary.ref]) in page


def test_a_decided_application_no_longer_offers_what_is_over(db, client):
    award = Award.objects.filter(application__call=a_published_result()).first()
    page = overview_of(client, award)
    assert "Withdraw the application" not in page
