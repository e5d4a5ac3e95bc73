"""Pages of union analysts: the published figures, asked by state, trait and months."""
