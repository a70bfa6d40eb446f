"""Log-in pages, users, roles, the guard for routes, and the audit trail."""
