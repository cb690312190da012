from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """What do they propose?"""

    name = "securit.stages.applications"
    label = "applications"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.stages.applications.policy import POLICY

        policy.register(POLICY)
