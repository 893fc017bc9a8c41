"""Pages of the policy: reading and comparing, publishing, and who has confirmed."""
