"""The document store of the ledger: documents, rules, engines and the verbs that change them; no Streamlit here."""

VERSION = "0.2.0"
"""Of the program, as CHANGELOG.md counts."""
