from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """What do they propose?"""

    name = "securit.stages.applications"
    label = "applications"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.kit import panels
        from securit.stages.applications import advising, tasks  # noqa: F401 - declares what it hears
        from securit.stages.applications.expecting import expected_applications
        from securit.stages.applications.policy import POLICY
        from securit.stages.applications.readers import register
        from securit.stages.applications.web.extensions import MORE_TIME, MORE_TIME_GIVEN
        from securit.stages.applications.web.panels import COUNTS
        from securit.stages.applications.web.team_panels import OF_A_TEAM, TEAM_BEHIND
        from securit.stages.calls.public import register_expected

        policy.register(POLICY)
        register_expected(expected_applications)
        register(barred=advising.barred_ids, barred_for=advising.barred_for)
        panels.register(COUNTS, MORE_TIME, MORE_TIME_GIVEN, OF_A_TEAM, TEAM_BEHIND)
