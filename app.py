"""The server: the Streamlit script, the HTTP routes beside it, the gate before both, and what happens at start-up."""

import sys

import streamlit as st

from components.calm import calmly
from components.stranger import check_provider
from components.warm import warm
from store.model.errors import Unusable
from store.opening import the_store
from store.web import lifespan, middleware, routes, serve, told

try:
    the_store()
    check_provider()
except Unusable as error:
    sys.exit(told(error))
warm()

app = st.App("components/shell.py", routes=routes(), middleware=middleware(), lifespan=lifespan, on_script_error=calmly)

if __name__ == "__main__":
    serve(app)
