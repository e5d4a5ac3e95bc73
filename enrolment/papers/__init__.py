"""The printed documents of enrolment: per document what is frozen when it is issued, and how it reads."""
