"""The affiliation of one worker by one household: filed, in force, paused, ended, and what is said about it."""
