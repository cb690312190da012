"""The trail: append-only, hash-chained per root subject, sealed by signed Merkle checkpoints."""
