"""The stage report on the screen: the same blocks as in Word, every number a link to its rows."""
