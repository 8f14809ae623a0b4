"""Pages that load nothing: a contract, what changed between two, the journal of a run."""
