"""The text editor of every text field on the screen: a token of 1 MB, a JSON document, a key, a single line."""
