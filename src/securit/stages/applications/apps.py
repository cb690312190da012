from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """What do they propose?"""

    name = "securit.stages.applications"
    label = "applications"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.kit import panels
        from securit.stages.applications import tasks  # noqa: F401 - declares what it hears
        from securit.stages.applications.policy import POLICY
        from securit.stages.applications.web.panels import COUNTS

        policy.register(POLICY)
        panels.register(COUNTS)
