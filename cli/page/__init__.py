"""Pages, which are the content of reports, and their renderers: terminal, HTML and Markdown."""
