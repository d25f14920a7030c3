"""duban (督办): speeches -> a ledger of directives."""
