from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    """Which hurt goes to the market?"""

    name = "securit.stages.challenges"
    label = "challenges"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.machinery.decisions.again import register as register_solver
        from securit.stages.challenges import engines
        from securit.stages.challenges.policy import POLICY

        policy.register(POLICY)
        register_solver(engines.ENGINE, engines.again)
