"""An empty page: what Streamlit itself and our shell cost before a page has done anything."""
