"""Papers about applications: data for the typst templates beside."""
