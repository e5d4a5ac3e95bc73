"""People who do not sign in: attended at the counter of an office or by telephone by an official who files for them."""
