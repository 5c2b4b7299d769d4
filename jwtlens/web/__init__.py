"""``jwtlens --serve``: the screen in a browser, for the one who started it. Needs the extra ``web``."""
