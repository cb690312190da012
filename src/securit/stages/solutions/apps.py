from django.apps import AppConfig


class SolutionsConfig(AppConfig):
    """Who could help, with what?"""

    name = "securit.stages.solutions"
    label = "solutions"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.stages.solutions import tasks  # noqa: F401 - declares its tick
        from securit.stages.solutions.policy import POLICY

        policy.register(POLICY)
