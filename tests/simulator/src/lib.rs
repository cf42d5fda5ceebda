//! A simulator of the Genesys Cloud Platform API.
