"""Texts and the vectors of their meaning: stages say which texts, the worker works them out, pages read them.

``sources`` (:func:`register`: which texts there are), ``filling`` (the worker's round: it alone loads the language
model), ``vectors`` (what a page asks), ``models`` (the table). A vector is found by the digest of exactly the text that
is compared, so whoever may not read a text cannot find its vector, and goes with the text.
"""
