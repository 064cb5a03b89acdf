"""What a client sees: one schema an answer. Nothing is computed here."""
