"""Every action of the workbench as data: footer, palette, help page and keymap are made from this one table."""

from typing import NamedTuple


class Action(NamedTuple):
    """One thing the user can do. ``key`` is empty where only the palette and the mouse reach it."""

    name: str
    key: str
    title: str
    help: str
    footer: str = ""

    @property
    def setting(self) -> str:
        """What the keymap of the settings calls it: ``copy_menu``, ``key_add``, ``go_token``, ``lesson_step_next``."""
        name, _, argument = self.name.removesuffix(")").partition("(")
        argument = argument.strip("'")
        return f"{name}_{_STEPS.get(argument, argument)}" if argument else name


_STEPS = {"1": "next", "-1": "before"}


PANES = ("token", "header", "payload", "keys", "expectations", "verification", "audit")
"""The panes in the order of their numbers, from 1."""

ACTIONS = (
    Action("help", "f1", "Help", "What each pane is for, and every key.", "Help"),
    Action(
        "explain", "f2", "Explain what the cursor is on", "What it is, who defines it, what to watch for.", "Explain"
    ),
    Action("copy_menu", "f3", "Copy…", "Copy the token, header, payload or the claim at the cursor.", "Copy"),
    Action("go_menu", "ctrl+g", "Go to a pane…", "Choose a pane by its number.", "Go"),
    Action(
        "lessons",
        "f5",
        "Lessons…",
        "A course beside the panes. While a lesson is open: go to it, fold it.",
        "Learn",
    ),
    Action("layers", "ctrl+l", "Tokens inside…", "Walk into the token inside this one, and out again."),
    Action("toggle_resign", "f8", "Re-sign on edit: on or off", "Off, an edit breaks the old signature.", "Re-sign"),
    Action("remedy", "ctrl+t", "Do what the explanation proposes", "Repair what keeps the signature from verifying."),
    Action("toggle_reveal", "f9", "Reveal or hide the secret", "Show the key that is masked."),
    Action(
        "keys_menu",
        "f7",
        "Keys…",
        "Add, load, generate, fetch, convert, save, rotate, rename, remove, encrypt.",
        "Keys",
    ),
    Action("key('add')", "", "Add another key", "Empty the key field for one more; the keys before stay in the ring."),
    Action(
        "key('load')", "", "Load a key from a file…", "Type a name or choose one; what it is, is seen from its content."
    ),
    Action("key('generate')", "", "Generate a key…", "Make a secret, RSA, EC, OKP or ML-DSA key. Nothing is saved."),
    Action(
        "key('fetch')", "", "Fetch keys of an issuer…", "The address and host are shown, and each host is a question."
    ),
    Action("key('convert')", "", "Convert or copy keys…", "PEM, JWK, JWK Set; public halves; the thumbprint as kid."),
    Action("key('save')", "", "Save keys…", "For you alone to read, in one step, over no file without a yes."),
    Action("key('rotate')", "", "Rotate the key…", "A new key and kid; the token is signed again; the old key stays."),
    Action("key('rename')", "", "Rename the key…", "What the table and the verdict call it."),
    Action("key('remove')", "", "Remove the key", "Take the chosen key out of the ring; it can be brought back."),
    Action("key('restore')", "", "Bring the removed key back", "Undo the last removal of a key."),
    Action(
        "key('encrypt')", "", "Encrypt the token…", "The signed token, or its payload, for the holder of a key (JWE)."
    ),
    Action(
        "key('again')",
        "shift+f7",
        "Read the key again",
        "Read its file or variable once more, or ask the issuer again.",
    ),
    Action("maximize_pane", "f10", "Maximise the pane, or back", "Give the focused pane the whole screen."),
    Action(
        "move_seam('right')", "alt+right", "Left column wider", "Or drag what is between the columns with the mouse."
    ),
    Action(
        "move_seam('left')", "alt+left", "Left column narrower", "Or drag what is between the columns with the mouse."
    ),
    Action("move_seam('back')", "", "Columns as at the start", "A double click between them does it too."),
    Action(
        "anatomy", "f6", "Anatomy of the token", "Characters over bytes, text and meaning; the signature step by step."
    ),
    Action(
        "toggle_lens", "", "Lens: on or off", "Light up in the token what the cursor is on, and the other way round."
    ),
    Action("new_token", "ctrl+n", "New token", "Empty the Token pane and wait for a paste.", "New"),
    Action("open_file", "ctrl+o", "Open a file…", "A token, or anything with tokens in it: HAR, logs, mail, .env."),
    Action("found_tokens", "ctrl+f", "List of the tokens found", "Go to the list of a text with several; reopen it."),
    Action("save_found", "", "Save the list of tokens…", "The listed tokens as JSON lines, as “jwtlens scan” does."),
    Action("back", "alt+up", "Back to the token before", "With the edits that it had. Only this session is known."),
    Action("forward", "alt+down", "Forward to the token after", "The way back from alt+up."),
    Action("pin", "", "Pin this token", "The next one that you paste is compared with it."),
    Action(
        "compare", "ctrl+d", "Compare with the pinned token", "What was added, removed, changed; key and signature."
    ),
    Action("watch_clipboard", "", "Watch the clipboard: on or off", "A token that is copied elsewhere appears here."),
    Action("code", "", "Code…", "This verification as a program: Python, Node, Go or curl."),
    Action(
        "revert", "ctrl+r", "Revert to the token as opened", "Throw all edits away; undo brings them back.", "Revert"
    ),
    Action("save_report", "f4", "Save the audit as a report…", "Text, JSON, SARIF, Markdown or HTML, into a file."),
    Action("sign_now", "", "Sign the token with this key", "Replace the signature, also where nothing was edited."),
    Action("copy('token')", "", "Copy token", "Send the whole token to the clipboard."),
    Action("copy('header')", "", "Copy header", "Send the header's JSON to the clipboard."),
    Action("copy('payload')", "", "Copy payload", "Send the payload's JSON to the clipboard."),
    Action("copy('claim')", "", "Copy claim at the cursor", "Send the value of the claim that the cursor is on."),
    Action("copy('hashcat')", "", "Copy the line for hashcat", "An HMAC token as hashcat reads it (mode 16500)."),
    Action("copy('hashcat_command')", "", "Copy the command for hashcat", "It searches with the line in a file."),
    Action(
        "filter_findings", "", "Filter the findings by severity", "Leave out the least severe. In the Audit pane: f."
    ),
    Action("dismiss_finding", "", "Dismiss the guess at the cursor", "Or bring it back. In the Audit pane: d."),
    Action("restore_dismissed", "", "Bring all dismissed guesses back", "In the Audit pane: u."),
    Action("secret_menu", "", "Go on searching for the secret…", "A word list, hashcat, or the bundled lists."),
    Action("word_list", "", "Search a word list for the secret…", "Try each line of a file on an HMAC token."),
    Action("stop_search", "", "Stop the search for the secret", "It ends at once."),
    Action("use_secret", "", "Make the found secret the key", "The one that the search found; ctrl+t does it too."),
    Action("lesson_step(1)", "alt+n", "Lesson: next step", "After the last step, the next lesson."),
    Action("lesson_step(-1)", "alt+p", "Lesson: step before", "As it was left, with what was on the bench."),
    Action("lesson_hint", "", "Lesson: hint", "Help with the task; asked once more, it is done for you."),
    Action("lesson_copy", "", "Lesson: copy what is to be pasted", "Where a task has a key or a name in it."),
    Action("lesson_again", "", "Lesson: start the step over", "Put on the bench again what the step began with."),
    Action("lesson_list", "", "All lessons…", "Choose another lesson."),
    Action("lesson_close", "", "Close the lesson", "What was on the bench before the lesson comes back."),
    Action("lesson_forget", "", "Forget which lessons are done", "Here, and in the file if there is one."),
    Action("samples", "", "Samples…", "Tokens with their keys, good and broken, of every kind and vendor."),
    Action("bring_back", "", "Bring back what was on the bench", "Token, keys and expectations from before a sample."),
    Action("profiles", "", "Profiles…", "Take the expectations and keys that the settings keep under a name."),
    Action("take_profile", "alt+e", "Take the profile for this issuer", "The one that is offered below Expectations."),
    Action("save_profile", "", "Save expectations as profile…", "With references to keys; never a key itself."),
    Action(
        "save_workspace", "ctrl+s", "Save the workspace…", "Token, expectations and references to keys, into a file."
    ),
    Action(
        "settings", "f12", "Settings…", "Colours, times, leeway, clipboard, network, history; and where each is from."
    ),
    Action("sample", "", "Open the built-in sample", "A fresh token and the key that made it."),
    *(
        Action(f"go('{name}')", f"alt+{number}", f"Go to {name}", f"Move to pane {number}.")
        for number, name in enumerate(PANES, 1)
    ),
)
