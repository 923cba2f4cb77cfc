//! A server that speaks any OpenAPI description, for tests, demos and users without an account.
