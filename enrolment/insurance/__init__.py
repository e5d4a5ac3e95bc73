"""Whether she is covered: cover over all households, certified periods, other situations, rights kept."""
