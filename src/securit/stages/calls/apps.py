from django.apps import AppConfig


class CallsConfig(AppConfig):
    """What do we offer, under which rules?"""

    name = "securit.stages.calls"
    label = "calls"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.stages.calls import tasks  # noqa: F401 - declares its ticks and handlers
        from securit.stages.calls.policy import POLICY

        policy.register(POLICY)
