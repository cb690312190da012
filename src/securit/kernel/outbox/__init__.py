"""What must happen after a commit: events, mails, jobs. At least once; every handler is idempotent."""
