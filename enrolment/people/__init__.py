"""Who somebody is: identifiers, two records of one person, corrections, and children who are protected."""
