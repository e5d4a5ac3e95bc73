"""How a request comes in and an answer goes out: who may open what, sessions, transactions, language, errors."""
