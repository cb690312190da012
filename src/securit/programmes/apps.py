from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Programmes, their partners and domains, roles, and the ledger."""

    name = "securit.programmes"
    label = "programmes"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.people import partnerships
        from securit.programmes.actors import programmes_of
        from securit.programmes.policy import POLICY

        policy.register(POLICY)
        partnerships.register(programmes_of)
