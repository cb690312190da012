from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    """Which hurt goes to the market?"""

    name = "securit.stages.challenges"
    label = "challenges"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.kit import panels
        from securit.machinery.decisions.again import register as register_solver
        from securit.stages.challenges import engines, tasks  # noqa: F401 - tasks declares its ticks
        from securit.stages.challenges.policy import POLICY
        from securit.stages.challenges.web.drafting import DRAFT_FROM_NEED
        from securit.stages.challenges.web.origins import BECAME_FOR_STAFF, BECAME_FOR_THE_OWNER

        policy.register(POLICY)
        panels.register(BECAME_FOR_THE_OWNER, BECAME_FOR_STAFF, DRAFT_FROM_NEED)
        register_solver(engines.ENGINE, engines.again)
