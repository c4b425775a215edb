"""tamani: reports of attacks in, in French or English; one cited record per incident out."""

__version__ = "0.1.0"
