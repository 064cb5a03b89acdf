"""What an admin may do: one verb a module, checked before it is written, in one transaction."""
