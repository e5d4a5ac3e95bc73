"""Celery processes, not people: sweeps, delivery and monthly runs."""
