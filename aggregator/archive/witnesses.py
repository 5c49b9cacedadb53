"""One edit seen twice: in a feed and on the page. Both former wordings are kept; as an edit it counts once.

A step of the page is the same edit as a step of the feed when it happened within six hours of it and either both changed
nothing but the headline, and the same one, or both changed the same numbers, names and quotes. That the rest of the words
differ says nothing: the feed shows an excerpt. What cannot be told this way counts twice, as before.
"""

# Of a row r of `revisions`: whether it is a page's witness of an edit that a feed's row stands for.
SEEN_IN_FEED = """
(r.origin = 'page' AND EXISTS (
    SELECT 1 FROM revisions f
    WHERE f.entry_id = r.entry_id AND f.origin = 'feed' AND abs(julianday(f.replaced) - julianday(r.replaced)) <= 0.25
        AND ((f.change = 'headline' AND r.change = 'headline' AND f.title = r.title) OR f.changed = r.changed)
))
"""
