"""The codebook: what each type and code means, how it is said, and what it is mistaken for."""
