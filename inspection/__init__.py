"""Labour inspection of work in homes: complaints, files, visits, sanctions, and the protection of who complains."""
