from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """What came of it?"""

    name = "securit.stages.reporting"
    label = "reporting"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.stages.reporting.policy import POLICY

        policy.register(POLICY)
