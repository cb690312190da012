from django.apps import AppConfig


class CallsConfig(AppConfig):
    """What do we offer, under which rules?"""

    name = "securit.stages.calls"
    label = "calls"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.kit import panels
        from securit.stages.calls import tasks  # noqa: F401 - declares its ticks and handlers
        from securit.stages.calls.policy import POLICY
        from securit.stages.calls.web.panels import CALLS_OF_A_CHALLENGE

        policy.register(POLICY)
        panels.register(CALLS_OF_A_CHALLENGE)
