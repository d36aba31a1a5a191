"""What the public pages read: one read model a page, built from the doors of the apps below."""
