"""Documents drawn as PDF on our side: their text, headings, lists and tables, in the font of our pages."""
