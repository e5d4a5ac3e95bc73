"""Figures about who is insured: monthly facts, the tables counted from them, and what of these may be published."""
