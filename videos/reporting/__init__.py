"""The pages on which visitors say something, without an account: a report, a suggestion, a creator's request."""
