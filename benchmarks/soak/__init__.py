"""Kill processes with -9 while clients write, and see that nothing acknowledged is lost and nothing happens twice.

``make soak KILLS=250 DATABASE=postgres``: resumable, appends one line per kill to ``build/soak/<database>.jsonl``.
"""
