"""How allauth is tied to the house: an invitation is the only way in, and an ended access stays ended.

Settings name what is here; views of these pages are in community.accounts.views.
"""

from __future__ import annotations

from community.accounts.adapter import Adapter, display_name
from community.accounts.factors import FactorAdapter
from community.accounts.social import SocialAdapter

__all__ = ["Adapter", "FactorAdapter", "SocialAdapter", "display_name"]
