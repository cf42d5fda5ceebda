//! The JSON Schema of `contract.toml`, for editors and for those who write one by machine.
/// The JSON Schema of `contract.toml`.
pub fn contract_schema() -> schemars::Schema {
    schemars::Schema::default()
}
