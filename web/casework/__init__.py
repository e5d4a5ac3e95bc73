"""The page of every case, derived from its declaration, and how each procedure speaks of its own."""
