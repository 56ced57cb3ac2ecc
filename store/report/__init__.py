"""The stage report 阶段性报告: one model of blocks built from the numbers of the ledger, for the screen and for Word alike."""
