"""May this person do this, now? The rules answer, or raise `Refused` with a sentence for the person."""
