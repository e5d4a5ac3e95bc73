"""The file of a home: what holds its matters together, from opening to closing and reopening."""
