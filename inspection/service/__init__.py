"""The service of acts: what was done to put an act into the hands of whom it concerns, and since when it counts."""
