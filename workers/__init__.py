"""Celery processes, not people: sweeps, delivery and periodic work."""
