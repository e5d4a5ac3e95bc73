"""Flask: the pages people use."""
