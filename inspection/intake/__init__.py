"""How a complaint comes in and what becomes of it: receipt, sealed identity, wish, triage, competence, admission."""
