"""What follows from an inspection beside it: the insurance of each worker, and an entry that a judge allows."""
