"""What an analyst may ask: one question a module. Each answer names its question."""
