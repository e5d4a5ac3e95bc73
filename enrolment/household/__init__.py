"""Who employs: registration, homes, helpers, and what happens when a household changes."""
