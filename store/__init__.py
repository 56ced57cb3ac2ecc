"""The document store of the ledger: documents, rules, engines and the verbs that change them; no Streamlit here."""
