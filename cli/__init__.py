"""The `afilia` command: the one place that knows both `web` and `workers`."""
