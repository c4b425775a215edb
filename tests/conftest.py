"""Names the fixtures that every room may use. They are written and checked in shelf_fixtures.py."""

from shelf_fixtures import address, bare_address, shelf, store

__all__ = ["address", "bare_address", "shelf", "store"]
