from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Programmes, their partners and domains, roles, and the ledger."""

    name = "securit.programmes"
    label = "programmes"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.programmes.policy import POLICY

        policy.register(POLICY)
