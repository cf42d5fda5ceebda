//! The codes of recommendations and findings. They are an interface: rename or drop none.

/// A recommendation's code. The order is that of the text, in which recommendations are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Advice {
    /// A base of lower rank is enough.
    DowngradeTier,
    /// Same base, fewer add-ons.
    DropAddon,
    /// Deactivated or deleted, still licensed.
    ReclaimDeactivated,
    /// Gone from the identity provider, still licensed here.
    ReclaimDeparted,
    /// Another account of the same person is in use.
    ReclaimDuplicate,
    /// No sign for `idle_days`.
    ReclaimIdle,
    /// No sign ever.
    ReclaimNeverActivated,
    /// No contact-center feature needed.
    ReleaseCxSeat,
    /// A cheaper combination covers the needs.
    SwapOffer,
    /// What is held does not cover the needs.
    UpgradeTier,
}

impl Advice {
    /// Every code.
    pub const ALL: [Advice; 10] = [
        Advice::DowngradeTier,
        Advice::DropAddon,
        Advice::ReclaimDeactivated,
        Advice::ReclaimDeparted,
        Advice::ReclaimDuplicate,
        Advice::ReclaimIdle,
        Advice::ReclaimNeverActivated,
        Advice::ReleaseCxSeat,
        Advice::SwapOffer,
        Advice::UpgradeTier,
    ];

    /// The code as written in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Advice::DropAddon => "drop-addon",
            Advice::DowngradeTier => "downgrade-tier",
            Advice::ReclaimDeactivated => "reclaim-deactivated",
            Advice::ReclaimDeparted => "reclaim-departed",
            Advice::ReclaimDuplicate => "reclaim-duplicate",
            Advice::ReclaimIdle => "reclaim-idle",
            Advice::ReclaimNeverActivated => "reclaim-never-activated",
            Advice::ReleaseCxSeat => "release-cx-seat",
            Advice::SwapOffer => "swap-offer",
            Advice::UpgradeTier => "upgrade-tier",
        }
    }

    /// What is done, in words for people who know no codes.
    pub fn title(self) -> &'static str {
        match self {
            Advice::DropAddon => "Drop an add-on",
            Advice::DowngradeTier => "Lower the tier",
            Advice::ReclaimDeactivated => "Give back: deactivated",
            Advice::ReclaimDeparted => "Give back: departed",
            Advice::ReclaimDuplicate => "Give back: duplicate",
            Advice::ReclaimIdle => "Give back: idle",
            Advice::ReclaimNeverActivated => "Give back: never active",
            Advice::ReleaseCxSeat => "Release the CX seat",
            Advice::SwapOffer => "Cheaper combination",
            Advice::UpgradeTier => "Raise the tier",
        }
    }

    /// Takes everything away?
    pub fn is_reclaim(self) -> bool {
        matches!(
            self,
            Advice::ReclaimDeactivated
                | Advice::ReclaimDeparted
                | Advice::ReclaimDuplicate
                | Advice::ReclaimIdle
                | Advice::ReclaimNeverActivated
        )
    }

    /// Does the person count as over-tiered on the base held?
    pub fn is_over_tiered(self) -> bool {
        matches!(self, Advice::DowngradeTier | Advice::SwapOffer | Advice::ReleaseCxSeat)
    }
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Look at it before you rely on the figures.
    Warning,
    /// The figures concerned are wrong or missing.
    Error,
}

impl Severity {
    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

macro_rules! remarks {
    ($($variant:ident = $code:literal, $severity:ident, $doc:literal;)*) => {
        /// A finding's code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Remark {
            $(#[doc = $doc] $variant,)*
        }

        impl Remark {
            /// Every code with what it says in general.
            pub const ALL: &'static [(Remark, &'static str)] = &[$((Remark::$variant, $doc),)*];

            /// The code as written in every output.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Remark::$variant => $code,)*
                }
            }

            /// What it says in general.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Remark::$variant => $doc,)*
                }
            }

            /// How grave it is.
            pub fn severity(self) -> Severity {
                match self {
                    $(Remark::$variant => Severity::$severity,)*
                }
            }
        }
    };
}

remarks! {
    AmbiguousPerson = "ambiguous-person", Warning, "Two people share one e-mail";
    CopilotQueueWithoutSeat = "copilot-queue-without-seat", Warning, "A member of a Copilot queue holds no Copilot";
    HomeDivisionOnly = "home-division-only", Info, "Everybody is in one division, so nothing can be shown by division";
    IdpDrift = "idp-drift", Warning, "The identity provider and Genesys Cloud disagree about a person";
    ImplausibleResult = "implausible-result", Warning, "The recoverable share is outside what organizations usually show";
    ImportNote = "import-note", Info, "Something that the import noticed about a file or table";
    MissingCostCenter = "missing-cost-center", Info, "Licensed people without a cost center";
    NoCoverage = "no-coverage", Warning, "Nothing is known about the use of a feature in the window";
    OutsideContract = "outside-contract", Warning, "As-of lies outside the contract's term";
    OverageAhead = "overage-ahead", Warning, "More seats are assigned than committed; they bill as overage once used";
    PartialExport = "partial-export", Warning, "An export was not complete";
    ProtectedKept = "protected-kept", Info, "A protected or seasonal person keeps a seat that would be advised away";
    ReconcileDifference = "reconcile-difference", Warning, "Billing names another product than the one held";
    RoleExceedsLicense = "role-exceeds-license", Warning, "A role needs a higher license than its holders have";
    StaleException = "stale-exception", Warning, "A rule in the settings has expired, matches nobody, or is contradicted by evidence";
    TokenOverageAhead = "token-overage-ahead", Warning, "AI tokens will exceed the allowance at the present rate";
    UnknownLicense = "unknown-license", Warning, "A license that the price book does not know";
    UnmatchedRow = "unmatched-row", Warning, "Rows that belong to nobody known; they are in no number";
    UnpricedProduct = "unpriced-product", Warning, "A price is not published and not in the contract";
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// What kind.
    pub code: Remark,
    /// What it is about: a person, product, table, feature, setting.
    pub subject: String,
    /// What was seen, and what to do about it.
    pub message: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_listed_in_order() {
        let mut codes: Vec<&str> = Advice::ALL.iter().map(|code| code.as_str()).collect();
        codes.extend(Remark::ALL.iter().map(|(code, _)| code.as_str()));
        insta::assert_snapshot!(codes.join("\n"));
        let mut unique = codes.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), codes.len());
    }
}
