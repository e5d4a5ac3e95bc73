"""Complaints, inspections, findings and sanctions (labour authority)."""
