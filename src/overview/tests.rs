//! The overview of small organizations.
