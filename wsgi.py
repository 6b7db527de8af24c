"""The door for a web server: `wsgi:app`."""

from ekc import create_app

app = create_app()
