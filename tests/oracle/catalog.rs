//! The products of `rules.md` section 1, typed in once more: ranks, coverage, aliases, list prices.
//!
//! Prices of a contract are in `prices.rs`.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::org::Contract;

/// What a product is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A base license with its rank.
    Base(u32),
    /// Stands on some bases; may be recommended and dropped.
    AddOn,
    /// A CRM integration: an add-on that is never recommended nor dropped.
    Crm,
    /// A wallboard.
    Device,
    /// In no price book.
    Unknown,
}

const BASES: [(&str, u32); 8] = [
    ("collaborate", 0),
    ("communicate", 10),
    ("cx1", 20),
    ("cx2-digital", 30),
    ("cx2", 40),
    ("cx3-digital", 50),
    ("cx3", 60),
    ("cx4", 70),
];
const ADD_ONS: [&str; 9] = [
    "ai-bundle",
    "copilot",
    "cx1-digital-addon",
    "cx1-wem-addon",
    "cx2-digital-addon",
    "cx2-wem-addon",
    "journey",
    "sta-addon",
    "work-automation",
];
const CRM: [&str; 3] = ["crm-salesforce", "crm-dynamics", "crm-zendesk"];

const VOICE: [&str; 3] = ["voice", "callback", "outbound"];
const LEADING: [&str; 2] = ["supervision", "admin"];
const DIGITAL: [&str; 5] = ["chat", "email", "message", "sms", "social"];
const QUALITY: [&str; 2] = ["quality_evaluator", "quality_evaluated"];
const WFM: [&str; 3] = ["wfm_schedule", "wfm_planning", "speech_analytics"];

/// Every feature that the data can name; all others need nothing.
pub const FEATURES: [&str; 18] = [
    "voice",
    "callback",
    "chat",
    "email",
    "message",
    "sms",
    "social",
    "outbound",
    "wfm_schedule",
    "wfm_planning",
    "quality_evaluator",
    "quality_evaluated",
    "speech_analytics",
    "copilot",
    "supervision",
    "journey",
    "work_automation",
    "admin",
];

/// Bases by rank.
pub fn bases() -> impl Iterator<Item = &'static str> {
    BASES.into_iter().map(|(id, _)| id)
}

/// Add-ons that may be recommended, by id.
pub fn add_ons() -> impl Iterator<Item = &'static str> {
    ADD_ONS.into_iter()
}

pub fn kind(product: &str) -> Kind {
    if let Some((_, rank)) = BASES.iter().find(|(id, _)| *id == product) {
        return Kind::Base(*rank);
    }
    match product {
        id if ADD_ONS.contains(&id) => Kind::AddOn,
        id if CRM.contains(&id) => Kind::Crm,
        "wallboard" => Kind::Device,
        _ => Kind::Unknown,
    }
}

pub fn is_base(product: &str) -> bool {
    matches!(kind(product), Kind::Base(_))
}

/// The rank of a base; anything else is below every base.
pub fn rank(product: &str) -> i64 {
    if let Kind::Base(rank) = kind(product) { i64::from(rank) } else { -1 }
}

/// A contact-center base.
pub fn is_cx(product: &str) -> bool {
    rank(product) >= 20
}

/// Counted by simultaneous use where the contract is concurrent.
pub fn is_pooled(product: &str) -> bool {
    is_cx(product) || kind(product) == Kind::AddOn
}

/// Can the add-on stand on the base?
pub fn can_stand(add_on: &str, base: &str) -> bool {
    match add_on {
        "cx1-digital-addon" | "cx1-wem-addon" => base == "cx1",
        "cx2-digital-addon" | "cx2-wem-addon" => base == "cx2",
        "sta-addon" => base == "cx1" || base == "cx2",
        _ => is_cx(base),
    }
}

/// The base of highest rank among the products.
pub fn highest_base<'a>(products: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    products.into_iter().filter(|id| is_base(id)).max_by_key(|id| rank(id))
}

/// The features that a product covers by itself.
pub fn covers(product: &str) -> BTreeSet<&'static str> {
    let groups: &[&[&'static str]] = match product {
        "cx1" => &[&VOICE, &LEADING],
        "cx2-digital" => &[&DIGITAL, &QUALITY, &LEADING],
        "cx2" => &[&VOICE, &DIGITAL, &QUALITY, &LEADING],
        "cx3-digital" => &[&DIGITAL, &QUALITY, &LEADING, &WFM],
        "cx3" => &[&VOICE, &DIGITAL, &QUALITY, &LEADING, &WFM],
        "cx4" => &[&VOICE, &DIGITAL, &QUALITY, &LEADING, &WFM, &["copilot", "journey"]],
        "cx1-digital-addon" | "cx2-digital-addon" => &[&DIGITAL],
        "cx1-wem-addon" | "cx2-wem-addon" => &[&QUALITY, &WFM],
        "sta-addon" => &[&["speech_analytics"]],
        "copilot" | "ai-bundle" => &[&["copilot"]],
        "journey" => &[&["journey"]],
        "work-automation" => &[&["work_automation"]],
        _ => &[],
    };
    groups.iter().flat_map(|group| group.iter().copied()).collect()
}

/// The product of a license id; an id that nobody knows stands for itself.
pub fn product_of(license_id: &str) -> &str {
    match license_id {
        "collaboratePro" | "collaborateFree" => "collaborate",
        "cloudCX1" => "cx1",
        "cloudCX2" => "cx2",
        "cloudCX3" => "cx3",
        "cloudCX4" => "cx4",
        "gc1WEMupgrade" => "cx1-wem-addon",
        "gc2WEMupgrade" => "cx2-wem-addon",
        "gcSTAupgrade" => "sta-addon",
        "journeyManagement" => "journey",
        "agentAssist" | "agentAssistOmni" => "ai-bundle",
        "cxCloudSF" => "crm-salesforce",
        "wallboardUser" => "wallboard",
        other => other,
    }
}

/// The charge name under which billing lists wallboards.
pub const WALLBOARD_CHARGE: &str = "Genesys Cloud for Wallboard Device Charge";

/// The published (or guide's) price per unit and month; `None` = not published in this currency or model.
pub fn list_price(product: &str, contract: &Contract) -> Option<Decimal> {
    let (currency, concurrent) = (contract.currency(), contract.is_concurrent());
    if contract.is_hourly() && is_pooled(product) {
        return None; // no price per hour is published
    }
    let cents = match (product, currency) {
        ("wallboard", "USD") => 1_800,
        ("wallboard", "EUR") => 1_440,
        ("wallboard", "JPY") => 216_000,
        ("ai-tokens", "USD") => 100,
        ("ai-tokens", "EUR") => 80,
        ("ai-tokens", "JPY") => 12_000,
        ("collaborate", _) => 0,
        ("journey", "USD") if concurrent => 4_500,
        ("journey", "USD") => 3_000,
        ("cx1", "USD") if !concurrent => 7_500,
        ("cx2-digital", "USD") if !concurrent => 9_500,
        ("cx2", "USD") if !concurrent => 11_500,
        ("cx3-digital", "USD") if !concurrent => 13_500,
        ("cx3", "USD") if !concurrent => 15_500,
        ("cx4", "USD") if !concurrent => 24_000,
        _ => return None,
    };
    Some(Decimal::new(cents, 2))
}
