"""The curators' pages of creators in the admin. Django finds what is registered by importing this package."""

from creators.admin.entries import CreatorAdmin

__all__ = ["CreatorAdmin"]
