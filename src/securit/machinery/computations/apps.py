from django.apps import AppConfig


class ComputationsConfig(AppConfig):
    """Long computations: asked for, carried out by the worker, watched, stopped."""

    name = "securit.machinery.computations"
    label = "computations"
