"""`make assurance`: the figures of security and reliability, each with a control that must fail."""
