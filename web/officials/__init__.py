"""The pages of the office, the counter, the operator and whoever protects."""
