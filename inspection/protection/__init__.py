"""The protection of somebody in danger: opened at once, counted in hours of the clock, never waiting for triage."""
