"""The demonstration: SecurIT and two example programmes, brought to a moment through the real services."""
