"""One real object for each page until the call: needs, workshops, challenges, solutions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from securit.programmes.public import Programme
    from securit.stages.challenges.public import Registration, Workshop

Sample = dict[str, Any]


class SamplesUntilTheCall:
    """What the demonstration holds of a kind, or what is made through the services because it holds none."""

    programme: Programme
    at: datetime

    def need(self, state: str) -> Any:
        """The newest need in this state that the coordinator took in; one that waits is told for it."""
        from securit.kernel.actor import ANONYMOUS, link_holder
        from securit.stages.needs.public import ContactDetails, Need, Statement, submit_need, tell_need

        known = Need.objects.in_programme(self.programme).filter(state=state, host__role="coordinator")
        if state in ("drafted", "submitted") and not known.exists():
            domain = self.programme.terms.domains[0].code
            told = tell_need(
                programme=self.programme,
                statement=Statement(
                    title="A title that is long enough to show how titles break on a small screen",
                    situation="What happens today.",
                    urgency="high",
                    domain=domain,
                    owner_name="Waterworks",
                    owner_kind="end_user_infrastructure",
                    owner_country="FR",
                ),
                contact=ContactDetails("Olga Owner", "olga@people.example"),
                declared_unclassified=True,
                synthetic=True,
                actor=ANONYMOUS,
                at=self.at,
            )
            if state == "submitted":
                submit_need(need=told, actor=link_holder(told.ref, f"need:{told.ref}"), at=self.at)
        return known.latest("id")

    def owner_of(self, state: str) -> Sample:
        """A need with its owner's private link."""
        from securit.stages.needs.public import token_of

        ref = self.need(state).ref
        return {"ref": ref, "token": token_of(ref)}

    def challenge(self) -> Sample:
        """The first published challenge."""
        from securit.stages.challenges.public import published_challenges

        return {"number": published_challenges(self.programme)[0].number}

    def elaborated_challenge(self) -> Sample:
        """A challenge in elaboration."""
        from dataclasses import replace

        from securit.kernel.actor import SYSTEM
        from securit.stages.challenges.public import Challenge, draft_challenge
        from tests.worlds import small_programme

        known = Challenge.objects.in_programme(self.programme)
        if not known.filter(state="drafted").exists():
            domain = self.programme.terms.domains[0].code
            definition = replace(small_programme().challenges[0], number="99.9", domain=domain, state="drafted")
            draft_challenge(programme=self.programme, definition=definition, position=999, actor=SYSTEM, at=self.at)
        return {"number": known.filter(state="drafted").earliest("id").number}

    def table(self) -> Sample:
        """A table of solutions with a faulty row, its columns assigned."""
        from tests.stages.solutions.catalogues import a_table

        text = "Titel;Firma;Land;TRL\nKamera;Acme GmbH;Deutschland;7\nRadar;Beta;Atlantis;12\n"
        return {"table": a_table(self.programme, text, at=self.at).ref}

    def table_of_needs(self) -> Sample:
        """A table of needs with a faulty row, its columns assigned, at the coordinator."""
        from tests.stages.needs.situations import a_table_of_needs
        from tests.worlds import somebody

        domain = self.programme.terms.domains[0].code
        head = "Bedarf;Situation;Organisation;Art der Organisation;Land;Bereich;TLP\n"
        rows = f"Pumpen;Sie stehen still;Werk;KRITIS;Deutschland;{domain};\nTore;;Hafen;behörde;Atlantis;X9;red\n"
        actor = somebody(self.programme, "programme_manager")
        return {"table": a_table_of_needs(self.programme, head + rows, actor=actor, at=self.at).ref}

    def proposed_challenge(self) -> Sample:
        """A challenge that waits for validation."""
        from dataclasses import replace

        from securit.kernel.actor import SYSTEM
        from securit.stages.challenges.public import draft_challenge, propose_challenge
        from tests.worlds import small_programme

        domain = self.programme.terms.domains[0].code
        definition = replace(small_programme().challenges[0], number="99.8", domain=domain, state="drafted")
        drafted = draft_challenge(
            programme=self.programme, definition=definition, position=998, actor=SYSTEM, at=self.at
        )
        return {"number": propose_challenge(challenge=drafted, actor=SYSTEM, at=self.at).number}

    def planned_workshop(self) -> Sample:
        """A workshop that can still be changed."""
        return {"ref": self._a_workshop().ref}

    def announced_workshop(self) -> Sample:
        """A workshop to which two people are invited."""
        return {"ref": self._a_registration().workshop.ref}

    def registration(self) -> Sample:
        """The personal link of somebody who is invited."""
        from securit.stages.challenges.public import registration_token

        row = self._a_registration()
        return {"registration": row.ref, "token": registration_token(row.ref)}

    def _a_workshop(self) -> Workshop:
        from datetime import timedelta

        from securit.kernel.actor import SYSTEM
        from securit.stages.challenges.public import WorkshopPlan, plan_workshop

        begins = self.at + timedelta(days=30)
        plan = WorkshopPlan(
            *("A second round", begins, begins + timedelta(hours=2), "hybrid", []),
            place="Aix-en-Provence",
            admission="everyone",
            capacity=20,
        )
        return plan_workshop(programme=self.programme, plan=plan, actor=SYSTEM, at=self.at)

    def _a_registration(self) -> Registration:
        from securit.kernel.actor import SYSTEM
        from securit.stages.challenges.public import Answers, Registration, announce_workshop, invite_people

        asked = Registration.objects.in_programme(self.programme).first()
        if asked is None:
            workshop = announce_workshop(workshop=self._a_workshop(), actor=SYSTEM, at=self.at)
            anna = Answers("anna@post.example", "Anna Weber", "City of Example", "authority", "DE")
            ben = Answers("ben@post.example")
            invite_people(workshop=workshop, people=[anna, ben], actor=SYSTEM, at=self.at)
            asked = Registration.objects.in_programme(self.programme).earliest("id")
        return asked

    def cordis(self) -> Sample:
        """Made-up open data, loaded."""
        from tests.stages.solutions.catalogues import a_cordis_load

        a_cordis_load(self.programme, at=self.at)
        return {}

    def last(self, kind: str, **where: object) -> Sample:
        """The newest subject of a kind in the programme, as its ref."""
        from django.apps import apps

        model: Any = next(model for model in apps.get_models() if model.__name__ == kind)
        return {"ref": model._default_manager.filter(programme=self.programme, **where).latest("id").ref}


UNTIL_THE_CALL: dict[str, Callable[[SamplesUntilTheCall], Sample]] = {
    **dict.fromkeys(("challenges:show", "challenges:origins", "portal:provenance"), SamplesUntilTheCall.challenge),
    **dict.fromkeys(("solutions:show", "solutions:edit"), lambda s: s.last("Solution", state="verified")),
    "solutions:claim": lambda s: s.last("Solution", state="listed"),
    "solutions:table": SamplesUntilTheCall.table,
    "needs:table": SamplesUntilTheCall.table_of_needs,
    "solutions:cordis": SamplesUntilTheCall.cordis,
    **dict.fromkeys(("solutions:for_challenge", "solutions:white_spot"), SamplesUntilTheCall.challenge),
    "needs:mine": lambda s: s.owner_of("grouped"),
    "needs:confirm": lambda s: s.owner_of("drafted"),
    "needs:mine_edit": lambda s: s.owner_of("submitted"),
    **dict.fromkeys(("needs:mine_audience", "needs:mine_data"), lambda s: s.owner_of("submitted")),
    **dict.fromkeys(
        ("needs:show", "needs:edit", "needs:audience", "needs:data"), lambda s: {"ref": s.need("grouped").ref}
    ),
    "needs:merge": lambda s: {"ref": s.need("submitted").ref},
    **dict.fromkeys(("needs:theme", "needs:edit_theme"), lambda s: s.last("Theme")),
    "challenges:show": SamplesUntilTheCall.challenge,
    "challenges:edit": SamplesUntilTheCall.elaborated_challenge,
    "challenges:assess": SamplesUntilTheCall.elaborated_challenge,
    "challenges:validate": SamplesUntilTheCall.proposed_challenge,
    **dict.fromkeys(("challenges:workshop", "challenges:minutes"), lambda s: s.last("Workshop", state="minuted")),
    **dict.fromkeys(("challenges:room", "challenges:host"), lambda s: s.last("Workshop", state="open")),
    "challenges:new_vote": lambda s: s.last("Workshop", state="open"),
    "challenges:edit_workshop": SamplesUntilTheCall.planned_workshop,
    **dict.fromkeys(("challenges:register", "challenges:register_sent"), SamplesUntilTheCall.announced_workshop),
    **dict.fromkeys(("challenges:registrations", "challenges:invite"), SamplesUntilTheCall.announced_workshop),
    "challenges:registration": SamplesUntilTheCall.registration,
    "challenges:materials": lambda s: s.last("Workshop", state="minuted"),
    **dict.fromkeys(
        ("challenges:result", "challenges:ballots"), lambda s: {**s.last("Workshop", state="minuted"), "number": 1}
    ),
}
