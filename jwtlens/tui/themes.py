"""Our dark and light themes, and the names under which every part of the screen finds its colours."""

from textual.theme import Theme

DARK = Theme(
    name="jwtlens-dark",
    dark=True,
    primary="#7aa2f7",
    secondary="#9d8cff",
    accent="#7dcfff",
    foreground="#d5daf0",
    background="#15161f",
    surface="#1a1b26",
    panel="#24263a",
    success="#9ece6a",
    warning="#e5b567",
    error="#ff7a93",
    variables={
        "border": "#3d4260",
        "border-blurred": "#3d4260",
        "scrollbar": "#3d4260",
        "scrollbar-background": "#1a1b26",
        "scrollbar-corner-color": "#1a1b26",
        "input-selection-background": "#2a3666",
        "token-header": "#ff7a93",
        "token-payload": "#c3a6ff",
        "token-signature": "#7dcfff",
        "token-dot": "#d5daf0",
        "json-name": "#c3a6ff",
        "json-string": "#9ece6a",
        "json-number": "#ffa86a",
        "json-literal": "#7dcfff",
        "quiet": "#9ba2c4",
        "lit": "#17413a",
        "accepted-bar": "#1d3326",
        "rejected-bar": "#3d1c2a",
        "undecided-bar": "#3a301c",
    },
)

LIGHT = Theme(
    name="jwtlens-light",
    dark=False,
    primary="#2f5bd0",
    secondary="#6a3fd0",
    accent="#0a6491",
    foreground="#22243a",
    background="#f4f5fb",
    surface="#fbfbff",
    panel="#e4e6f2",
    success="#2d6a1f",
    warning="#7d5200",
    error="#b3123c",
    variables={
        "border": "#b4b9d2",
        "border-blurred": "#b4b9d2",
        "scrollbar": "#b4b9d2",
        "scrollbar-background": "#fbfbff",
        "scrollbar-corner-color": "#fbfbff",
        "input-selection-background": "#cfdbfc",
        "token-header": "#b3123c",
        "token-payload": "#6a3fd0",
        "token-signature": "#0a6491",
        "token-dot": "#22243a",
        "json-name": "#6a3fd0",
        "json-string": "#2d6a1f",
        "json-number": "#9a4300",
        "json-literal": "#0a6491",
        "quiet": "#565c7a",
        "lit": "#cdeee0",
        "accepted-bar": "#d9efd9",
        "rejected-bar": "#fbdde4",
        "undecided-bar": "#f6e8c8",
    },
)

OWN_THEMES = (DARK, LIGHT)


def fallbacks(dark: bool) -> dict[str, str]:
    """Return our names for colours with values for themes that are not ours."""
    return dict((DARK if dark else LIGHT).variables)
