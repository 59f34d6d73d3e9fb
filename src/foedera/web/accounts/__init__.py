"""Accounts: signing in with passwords, one-time codes, passkeys and single sign-on; sessions, limits, invitations."""
