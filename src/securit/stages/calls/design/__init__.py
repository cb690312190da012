"""How a call is designed on pages: which parts it has, what stands on each, and how typed text becomes its terms.

Leaf package: no tables, no request, no clock. Begin at :mod:`securit.stages.calls.design.parts`.
"""
