"""Portfolio import and export: each sheet has a keeper that knows how its records look as rows, and back."""
