"""The pages of a household: its workers, payments, homes, helpers, and what changes."""
