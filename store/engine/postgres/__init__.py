"""The engine for several servers: the Repository protocol over PostgreSQL, or what speaks its protocol."""
