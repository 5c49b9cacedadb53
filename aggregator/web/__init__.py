"""The pages: one Starlette app, Datasette mounted at /db."""
