//! The month on small organizations.
