"""What every engine needs once: outcomes, rules, exact numbers, draws, refusals, the door to the solver."""
