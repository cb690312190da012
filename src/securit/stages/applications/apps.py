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
        from securit.stages.applications.web.team_panels import OF_A_TEAM, TEAM_BEHIND

        policy.register(POLICY)
        panels.register(COUNTS, OF_A_TEAM, TEAM_BEHIND)
