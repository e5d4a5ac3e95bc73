"""What officers have before them: which matters they may see, who goes where this week, how the work stands."""
