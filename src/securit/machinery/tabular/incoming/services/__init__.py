"""Writes on tables on their way in, one file per use case."""
