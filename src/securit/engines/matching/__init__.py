"""Texts that belong together: each family of questions has its problem, rules and checker in a package of its own.

``search``: documents for a query, under constraints · ``affinity``: how near evaluators are to applications ·
``likeness``: near-duplicates and themes · ``names``: organisations behind names ·
``teams``: organisations that complete a team.
Texts and their vectors come in the problem; nothing here makes a vector or loads a model.
"""
