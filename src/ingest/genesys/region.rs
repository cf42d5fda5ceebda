//! The regions of Genesys Cloud and their hosts: <https://developer.genesys.cloud/platform/api/>.

/// A region: an organization lives in one, and its clients exist only there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// Name of the region at AWS, as `eu-central-1`.
    pub aws: &'static str,
    /// Name as Genesys shows it.
    pub name: &'static str,
    /// Domain of all hosts; it can't be derived from the name.
    pub domain: &'static str,
}

impl Region {
    /// The region with this AWS name or domain, whatever the case.
    pub fn find(wanted: &str) -> Option<Region> {
        let wanted = wanted.trim();
        let is_named =
            |region: &Region| [region.aws, region.domain].iter().any(|name| name.eq_ignore_ascii_case(wanted));
        REGIONS.into_iter().find(is_named)
    }

    /// Origin of the API.
    pub fn api_url(self) -> String {
        format!("https://api.{}", self.domain)
    }

    /// Origin of the token service.
    pub fn login_url(self) -> String {
        format!("https://login.{}", self.domain)
    }
}

/// All names, for an error or a help text.
pub fn names() -> String {
    REGIONS.map(|region| region.aws).join(", ")
}

const fn region(aws: &'static str, name: &'static str, domain: &'static str) -> Region {
    Region { aws, name, domain }
}

/// Every region.
pub const REGIONS: [Region; 18] = [
    region("us-east-1", "Americas (US East)", "mypurecloud.com"),
    region("us-east-2", "Americas (US East 2, FedRAMP)", "use2.us-gov-pure.cloud"),
    region("us-west-2", "Americas (US West)", "usw2.pure.cloud"),
    region("ca-central-1", "Americas (Canada)", "cac1.pure.cloud"),
    region("sa-east-1", "Americas (Sao Paulo)", "sae1.pure.cloud"),
    region("mx-central-1", "Americas (Mexico)", "mxc1.pure.cloud"),
    region("eu-central-1", "EMEA (Frankfurt)", "mypurecloud.de"),
    region("eu-west-1", "EMEA (Dublin)", "mypurecloud.ie"),
    region("eu-west-2", "EMEA (London)", "euw2.pure.cloud"),
    region("eu-central-2", "EMEA (Zurich)", "euc2.pure.cloud"),
    region("me-central-1", "EMEA (UAE)", "mec1.pure.cloud"),
    region("eusc-de-east-1", "European Sovereign Cloud (Germany East)", "edee1.eusc-pure.cloud"),
    region("ap-south-1", "Asia Pacific (Mumbai)", "aps1.pure.cloud"),
    region("ap-northeast-1", "Asia Pacific (Tokyo)", "mypurecloud.jp"),
    region("ap-northeast-2", "Asia Pacific (Seoul)", "apne2.pure.cloud"),
    region("ap-northeast-3", "Asia Pacific (Osaka)", "apne3.pure.cloud"),
    region("ap-southeast-1", "Asia Pacific (Singapore)", "apse1.pure.cloud"),
    region("ap-southeast-2", "Asia Pacific (Sydney)", "mypurecloud.com.au"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_found_by_name_and_by_domain() {
        for region in REGIONS {
            assert_eq!(Region::find(region.aws), Some(region));
            assert_eq!(Region::find(&region.domain.to_uppercase()), Some(region));
        }
        assert_eq!(Region::find("eu-north-1"), None);
        assert_eq!(Region::find("eu-central-1").map(Region::api_url).as_deref(), Some("https://api.mypurecloud.de"));
    }
}
