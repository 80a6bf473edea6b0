"""The starter library: what a new community finds on its shelf. A source each: Markdown, or declared sheets."""
