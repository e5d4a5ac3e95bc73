"""What scripted cases can do and ask in labour inspection."""
