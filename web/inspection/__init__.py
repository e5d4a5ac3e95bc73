"""The pages of labour inspection: for whoever complains, for officers, for the employer who is inspected."""
