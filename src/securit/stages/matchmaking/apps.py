from django.apps import AppConfig


class MatchmakingConfig(AppConfig):
    """Who should meet?"""

    name = "securit.stages.matchmaking"
    label = "matchmaking"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.kit import panels
        from securit.machinery.decisions.again import register as register_solver
        from securit.stages.matchmaking.engines import timetable
        from securit.stages.matchmaking.event_policy import EVENT_POLICY
        from securit.stages.matchmaking.policy import POLICY
        from securit.stages.matchmaking.team_policy import POLICY as TEAM_POLICY
        from securit.stages.matchmaking.web.team_panels import WAYS_IN

        policy.register(POLICY)
        policy.register(TEAM_POLICY)
        policy.register(EVENT_POLICY)
        panels.register(WAYS_IN)
        register_solver(timetable.ENGINE, timetable.again)
