"""Pages for everybody, and the account with which one comes in."""
