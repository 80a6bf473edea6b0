"""Every rule of the community, and nothing else: pure functions over grants and rows.

Each `may_*` answers one question about one object with a Decision; where things are listed, the `visible_*`
filter beside it answers the same question in SQL. This package imports nothing of ours at run time.
"""

from __future__ import annotations
