"""The meeting: a run-down on the projector, what it decides on the spot, and the minutes; before it begins, its desk."""

from components.meeting.desk import desk
from components.meeting.place import projecting
from components.meeting.stage import stage
from components.session import check_page

check_page("meeting")
if projecting():
    stage()
else:
    desk()
