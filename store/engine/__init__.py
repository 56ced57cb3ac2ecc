"""The engines that keep the documents: one promise (repository.py), one contract test for all of them."""
