"""The pages of tables on their way in, for any stage that has an intake."""
