"""Tests that drive the running app in Chromium, as a person would."""
