"""Photographs, sounds, messages and papers that belong to a matter: kept sealed as they came, read by few."""
