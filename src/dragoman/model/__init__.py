"""The trained model: what kind of act stands between two marked parties, learnt from the codebook's examples."""
