"""The server under test: the application with an empty page beside its own (bench/shell.py)."""

from pathlib import Path

import streamlit as st

from components.warm import warm
from store.web import lifespan, middleware, routes, serve

warm()
app = st.App(str(Path(__file__).with_name("shell.py")), routes=routes(), middleware=middleware(), lifespan=lifespan)

if __name__ == "__main__":
    serve(app)
