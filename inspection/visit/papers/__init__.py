"""The papers of an inspection, by what they are about; `inspection.visit.papers.every` holds all of them."""
