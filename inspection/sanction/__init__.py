"""What may follow from an inspection: the procedure that fines, its decision, and who challenges it."""
