"""The search for weak HMAC secrets: published ones, common passwords, guesses from the token, and lists of the user."""
