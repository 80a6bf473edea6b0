"""Papers we write ourselves: Markdown becomes Word, declared sheets become Excel. One look for both."""
