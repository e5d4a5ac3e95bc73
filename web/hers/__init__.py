"""The pages of the domestic worker herself."""
