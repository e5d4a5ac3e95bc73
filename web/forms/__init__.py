"""What people type: inputs, drafts that are kept, and answers said back."""
