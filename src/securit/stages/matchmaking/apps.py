from django.apps import AppConfig


class MatchmakingConfig(AppConfig):
    """Who should meet?"""

    name = "securit.stages.matchmaking"
    label = "matchmaking"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.machinery.decisions.again import register as register_solver
        from securit.stages.matchmaking.engines import timetable
        from securit.stages.matchmaking.policy import EVENT_POLICY

        policy.register(EVENT_POLICY)
        register_solver(timetable.ENGINE, timetable.again)
