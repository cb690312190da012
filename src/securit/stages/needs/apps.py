from django.apps import AppConfig


class NeedsConfig(AppConfig):
    """What hurts?"""

    name = "securit.stages.needs"
    label = "needs"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.stages.needs import tasks  # noqa: F401 - declares its ticks
        from securit.stages.needs.policy import POLICY

        policy.register(POLICY)
