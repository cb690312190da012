from django.apps import AppConfig


class MatchmakingConfig(AppConfig):
    """Who should meet?"""

    name = "securit.stages.matchmaking"
    label = "matchmaking"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.stages.matchmaking.policy import TEAM_POLICY

        policy.register(TEAM_POLICY)
