"""Pages, which hold the content of reports, and renderers: terminal, HTML and Markdown."""
