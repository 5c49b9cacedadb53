"""Pure functions over strings: URLs, dates, HTML, languages, fingerprints, differences."""
