"""What this stage asks of engines: one module for each question."""
