"""What users set: one TOML file with settings, a keymap and profiles; and workspaces that are saved on request."""
