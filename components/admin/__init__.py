"""The administrator's page: units, accounts and the settings of the campaign, as lists of which one entry is opened at a time."""
