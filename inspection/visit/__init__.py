"""The inspection of a home: assignment, order, summons, the door, the acta, and what follows from it."""
