"""What pages say of themselves to machines, in schema.org's words: each a graph of nodes that name each other."""

from broadsheet.site.json_ld.article import article_graph
from broadsheet.site.json_ld.listing import home_graph, listing_graph, profile_graph

__all__ = ["article_graph", "home_graph", "listing_graph", "profile_graph"]
