"""The pages of a request. One address, one view, one verb."""
