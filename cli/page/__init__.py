"""Pages as values, and what renders them: terminal, HTML, Markdown."""
