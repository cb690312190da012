from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """How good is it?"""

    name = "securit.stages.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.stages.applications.public import register
        from securit.stages.evaluation import readers
        from securit.stages.evaluation.policy import POLICY

        policy.register(POLICY)
        register(
            readers=readers.reader_ids,
            barred=readers.barred_ids,
            read_by=readers.read_by,
            barred_for=readers.barred_for,
        )
