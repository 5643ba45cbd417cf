"""Imagery and buildings from services: planned in blocks, fetched politely, kept in the profile, handed on as files."""
