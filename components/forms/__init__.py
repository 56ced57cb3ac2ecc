"""Forms: what is typed is a draft of the store until it is saved, faults stand beside their fields, nothing typed is lost."""
