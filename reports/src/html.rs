//! stub to be replaced
use crate::overview::Overview;
/// p
pub fn page(_o: &Overview) -> Result<String, crate::charts::ChartError> {
    Ok(String::new())
}
