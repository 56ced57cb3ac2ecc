"""Close-out with four eyes: the queue of requests, the matter of one of them, and the decision, on one screen."""

import streamlit as st

from components.cards import title_row
from components.issue_closures import LOOK
from components.review_decision import decision
from components.review_matter import matter
from components.review_queue import chosen, nothing_asked, queue_list, requests, turning
from components.session import open_page

refs = requests()
with title_row():
    open_page("review")
    issue = chosen(refs)
    if issue:
        turning(refs, issue.ref_no)
if issue is None:
    nothing_asked()
    st.stop()

st.html(LOOK)
left, middle, right = st.columns([5, 12, 6], gap="medium")
with left:
    queue_list(refs, issue.ref_no)
with middle:
    matter(issue)
with right:
    decision(issue, refs)
