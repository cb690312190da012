"""Long computations: asked for on a page, carried out by the worker, watched and stopped while they run.

A stage declares what it computes (:func:`kinds.computes`), a page asks for it (:func:`asking.request_computation`),
shows how it goes (``computations/standing.html`` with :func:`asking.latest`) and lets it be stopped
(:func:`asking.stop_computation`). ``running`` carries out, in a thread of the worker, outside of any transaction.
"""
