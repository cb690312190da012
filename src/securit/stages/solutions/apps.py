from django.apps import AppConfig


class SolutionsConfig(AppConfig):
    """Who could help, with what?"""

    name = "securit.stages.solutions"
    label = "solutions"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.kit import panels
        from securit.stages.solutions import tasks  # noqa: F401 - declares its tick
        from securit.stages.solutions.policy import POLICY
        from securit.stages.solutions.web.panels import CHALLENGES_OF_A_SOLUTION, SOLUTIONS_OF_A_CHALLENGE

        policy.register(POLICY)
        panels.register(SOLUTIONS_OF_A_CHALLENGE, CHALLENGES_OF_A_SOLUTION)
