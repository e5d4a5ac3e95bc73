"""Revisions of the database schema; each works with the release before it.

A revision that makes the table of a procedure uses `case_tables.create_case_table`, which brings the engine's columns,
the CHECK of the states, keys and indexes; one that changes the states or another CHECK of a table uses `checks`.
"""
