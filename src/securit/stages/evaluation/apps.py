from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """How good is it?"""

    name = "securit.stages.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.kit import panels
        from securit.machinery.decisions.again import register as register_solver
        from securit.stages.applications.public import register
        from securit.stages.evaluation import engines, readers, tasks  # noqa: F401 - tasks declare what the worker does
        from securit.stages.evaluation.calibration_policy import POLICY as CALIBRATION_POLICY
        from securit.stages.evaluation.policy import POLICY
        from securit.stages.evaluation.web.panels import PANELS

        policy.register(POLICY)
        policy.register(CALIBRATION_POLICY)
        panels.register(*PANELS)
        register_solver(engines.ENGINE, engines.again)
        register_solver(engines.CALIBRATION, engines.calibrate_again)
        register(
            readers=readers.reader_ids,
            barred=readers.barred_ids,
            read_by=readers.read_by,
            barred_for=readers.barred_for,
        )
        register(barred=readers.staff_barred_ids, barred_for=readers.staff_barred_for)
