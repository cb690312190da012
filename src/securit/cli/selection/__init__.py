"""``securit selection …``: a selection looked at from outside, without the platform."""
