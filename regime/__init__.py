"""The law as dated data and pure functions; imports nothing else of Afilia."""
