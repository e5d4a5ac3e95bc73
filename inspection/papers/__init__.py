"""What the papers of every matter of an inspection have in common: head, terms, basis, signatures, the check mark."""
