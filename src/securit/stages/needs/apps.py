from django.apps import AppConfig


class NeedsConfig(AppConfig):
    """What hurts?"""

    name = "securit.stages.needs"
    label = "needs"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.machinery.decisions.again import register as register_solver
        from securit.stages.needs import engines, tasks  # noqa: F401 - tasks declares its ticks
        from securit.stages.needs.policy import POLICY

        policy.register(POLICY)
        register_solver(engines.ENGINE, engines.again)
