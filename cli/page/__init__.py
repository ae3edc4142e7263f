"""Pages as values, and their renderers: terminal, HTML, Markdown."""
