"""What each verb makes of an issue: pure functions, one file a subject. Roles and the store are ledger.py's business."""
