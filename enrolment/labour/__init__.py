"""What labour law grants beside the wage, and what she says has not arrived."""
