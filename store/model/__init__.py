"""The documents of the ledger as frozen dataclasses, their vocabularies and the errors; imports the standard library only."""
