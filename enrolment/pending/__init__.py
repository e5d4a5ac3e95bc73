"""Tasks: what somebody should still do about a case."""
