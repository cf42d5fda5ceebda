//! The commented settings file that `seatwise init` writes.

/// Every setting with its default; it reads as [`super::Settings::default`].
pub const TEMPLATE: &str = r#"# seatwise.toml: how seatwise decides. Every value shown is the default; delete what you do not change.

[window]
days = 90          # evidence window in days; it ends at as-of
idle_days = 90     # no sign of life for so many days: the seat is idle
grace_days = 30    # nothing is advised for so many days after a person was created
min_events = 1     # evidence of a feature: at least so many events ...
min_days = 1       # ... on at least so many different UTC days

[protect]
roles = ["Master Admin"]   # holders of these roles are left alone; a list given here replaces the default
users = []                 # user ids or e-mails of people who are left alone

[features]
not_used = []      # features that the organization does not use at all, as "journey"

[offers]
allow = []         # products that may be recommended; empty = every priced one,
                   # but never "collaborate" or "communicate" unless they are named here

[renewal]
buffer_percent = "0"   # kept above the best commitment when sizes are proposed, rounded up to whole seats ...
buffer_seats = 0       # ... or so many seats of each product, whichever is more

[answers]
cooldown_days = 180    # a manager's `keep` holds for so many days, where the answer names no last day

[finance]              # for the monthly report
fiscal_year_start = 1  # month in which the fiscal year begins
material_percent = "5"      # a difference to the budget, or to the month before, is material from so many percent ...
material_amount = "25000"   # ... and from this amount on, in the contract's currency
expense_account = "Software subscriptions"   # accounts of the journal
accrued_account = "Accrued liabilities"
prepaid_account = "Prepaid expenses"

# People who match every key given need the feature, whatever the evidence.
# Keys: department, title, division, cost_center, manager_email, user, role.
# [[pin]]
# feature = "wfm_schedule"
# department = "Service Desk"

# People who are left alone for a while, with a reason that an auditor understands. The last day counts.
# [[exception]]
# user = "a@b.example"
# reason = "parental leave"
# until = "2027-01-31"
# kind = "leave"   # or "time-off", "on-call", "service-account", "other": under what its saving is summed up

# Windows and thresholds of a department or division, where they differ from [window].
# [[department_window]]
# department = "Planning"
# days = 180         # and idle_days, grace_days, min_events, min_days

# Most seats of a division or department. They are told by `seatwise policy check`, not kept.
# [[pool]]
# division = "EMEA"
# product = "cx3"
# limit = 40
"#;

#[cfg(test)]
mod tests {
    use crate::settings::Settings;
    use seatwise_pricing::book::PriceBook;

    #[test]
    fn the_template_says_the_defaults() {
        let (settings, notices) = Settings::parse(super::TEMPLATE, "seatwise.toml", &PriceBook::embedded())
            .expect("the template has no problem");
        assert_eq!(settings, Settings::default());
        assert!(notices.is_empty());
    }
}
