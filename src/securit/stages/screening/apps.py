from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Is it admissible and eligible?"""

    name = "securit.stages.screening"
    label = "screening"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.stages.screening.policy import POLICY

        policy.register(POLICY)
