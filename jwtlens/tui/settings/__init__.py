"""Settings, profiles and workspaces on the screen."""
