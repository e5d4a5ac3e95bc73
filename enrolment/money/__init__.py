"""What is due and what arrives: periods, lines, bank files, payments that settle nothing, refunds."""
