"""The documents of this stage."""
