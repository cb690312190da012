"""Papers of evaluation."""
