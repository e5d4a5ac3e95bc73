"""Revisions of the database schema; each works with the release before it."""
