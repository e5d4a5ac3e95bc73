"""Households, domestic workers, affiliations, contributions and coverage."""
