"""The demonstration: invented people who live through a year."""
