"""Search by meaning: texts become vectors, and the nearest vectors are found. No Django, no network, no database.

``encoder`` (:func:`embedder`: the shipped model, in numpy), ``wordpiece`` (texts to numbers), ``network`` and
``tensors`` (numbers to vectors), ``memory`` (:func:`remember`: vectors once worked out, kept on disk), ``vectors``
(:func:`nearest`), ``kept`` (arrays that processes share on disk), ``language`` (is it English?). Importing this package
loads neither numpy nor the model: the first call does. Call it in the worker or in a command, never in a request;
stages register their texts with ``securit.machinery.meaning`` and find the vectors there.
"""

from securit.machinery.search.encoder import Embedder, Unloadable, embedder
from securit.machinery.search.memory import Embeds, remember
from securit.machinery.search.vectors import nearest

__all__ = ["Embedder", "Embeds", "Unloadable", "embedder", "nearest", "remember"]
