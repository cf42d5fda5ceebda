//! What has become of a person: at work, gone, idle, away; and which people every organization has, however small.

use super::calendar::{AS_OF, END_DAY, WINDOW_DAY};
use super::dice::Dice;
use super::jobs::{self, Job};
use crate::canonical::rows::DAY;

/// A person's fate as of the end of the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Life {
    /// Works.
    Working,
    /// Works, created within the grace period.
    NewHire,
    /// Works, created within the history but before the grace period.
    Recent,
    /// Was present until some weeks ago, is ill, will be back: still needed.
    Ill,
    /// On leave for longer than the window, named as an exception in the settings.
    OnLeave,
    /// Works in the season of November to January only.
    Seasonal,
    /// Active, no sign for 90 days and more.
    Idle,
    /// Created long ago, never signed in.
    NeverActivated,
    /// A second, unused account of the person before, who works.
    Duplicate,
    /// The old, deactivated account of the person before, who came back under a new one.
    Rehired,
    /// Deactivated, still licensed.
    Leaver,
    /// Gone according to the identity provider, still active here.
    Departed,
    /// Deleted, holds nothing.
    Deleted,
}

/// A person whose story differs from what the job and the rows say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Twist {
    /// Nothing special.
    None,
    /// Really needs workforce planning, but did not use it in the window: no adviser can know.
    Hard,
    /// Touched e-mail once by accident: evidence of a feature that is not needed.
    Stray,
    /// Is a member of a Copilot queue without a Copilot seat.
    Queued,
    /// Has a spreadsheet formula for a name.
    Formula,
}

/// Job and fate of the people at the first places, so that 60 people have every case.
pub(super) fn cast(index: u32) -> Option<(&'static Job, Life, Twist)> {
    use Life::*;
    Some(match index {
        1 | 2 => (&jobs::MASTER_ADMIN, Working, Twist::None),
        3 => (&jobs::SERVICE_ACCOUNT, Working, Twist::None),
        4 | 5 => (&jobs::WALLBOARD, Working, Twist::None),
        6 => (&jobs::VOICE_AGENT, Working, Twist::Formula),
        7 => (&jobs::OMNI_AGENT, Leaver, Twist::None),
        8 => (&jobs::EVALUATED_AGENT, Departed, Twist::None),
        9 => (&jobs::SCHEDULED_AGENT, Idle, Twist::None),
        10 => (&jobs::VOICE_AGENT, NeverActivated, Twist::None),
        11 | 13 => (&jobs::SCHEDULED_AGENT, Working, Twist::None),
        12 => (&jobs::SCHEDULED_AGENT, Duplicate, Twist::None),
        14 => (&jobs::SCHEDULED_AGENT, Rehired, Twist::None),
        15 => (&jobs::OMNI_AGENT, NewHire, Twist::None),
        17 => (&jobs::SCHEDULED_AGENT, OnLeave, Twist::None),
        18 => (&jobs::COPILOT_AGENT, Working, Twist::None),
        19 => (&jobs::PLANNER, Working, Twist::None),
        20 => (&jobs::EVALUATOR, Working, Twist::None),
        21 => (&jobs::SPEECH_ANALYST, Working, Twist::None),
        22 => (&jobs::JOURNEY_ANALYST, Working, Twist::None),
        23 => (&jobs::ADMINISTRATOR, Working, Twist::None),
        24 => (&jobs::WEM_SUPERVISOR, Working, Twist::None),
        25 => (&jobs::JOURNEY_OWNER, Working, Twist::None),
        26 => (&jobs::OFFICE_CX, Working, Twist::None),
        27 => (&jobs::DIGITAL_AGENT, Working, Twist::None),
        28 => (&jobs::OFFICE_PHONE, Working, Twist::None),
        29 => (&jobs::OFFICE_CHAT, Working, Twist::None),
        30 => (&jobs::OUTBOUND_AGENT, Ill, Twist::None),
        31 => (&jobs::OMNI_AGENT, Working, Twist::Queued),
        _ => return None,
    })
}

/// The fate of anybody else. Seasonal people only where the history is long enough to know them.
pub(super) fn fate(dice: &mut Dice, seasonal: bool) -> Life {
    use Life::*;
    let season = if seasonal { Seasonal } else { Working };
    dice.weighted(&[
        (860, Working),
        (14, NewHire),
        (28, Recent),
        (8, Ill),
        (4, OnLeave),
        (5, season),
        (34, Idle),
        (14, NeverActivated),
        (5, Duplicate),
        (4, Rehired),
        (11, Leaver),
        (9, Departed),
        (4, Deleted),
    ])
}

/// The twist of anybody else: in sum under one half of a percent.
pub(super) fn twist(dice: &mut Dice) -> Twist {
    dice.weighted(&[(9_962, Twist::None), (6, Twist::Hard), (28, Twist::Stray), (4, Twist::Queued)])
}

/// Of 10,000 people at work so many were away for long within the history and nobody named them as an exception: as many
/// as are on leave at its end.
const AWAY: u32 = 40;

/// The days of a long absence (an illness, a leave) that is over before the last 90 days, so that it tells nothing about
/// what is needed at the end, and everything about advice that was given meanwhile; `None` for most people.
pub(super) fn absence(dice: &mut Dice, first_day: i32) -> Option<std::ops::Range<i32>> {
    let is_away = dice.chance(AWAY);
    let (length, back) = (dice.between(35, 200), dice.between(first_day + 60, WINDOW_DAY));
    is_away.then_some(back - length..back)
}

/// Employment in days: the first day of work, and the first day without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Employment {
    pub(super) created_day: i32,
    /// First day of work.
    pub(super) from: i32,
    /// First day after the last of work.
    pub(super) to: i32,
}

impl Life {
    /// When the person was created and worked.
    pub(super) fn employment(self, dice: &mut Dice) -> Employment {
        let years_ago = END_DAY - dice.between(500, 3_200);
        let whole = |created_day, to| Employment { created_day, from: created_day + 1, to };
        match self {
            Life::Working | Life::Seasonal => whole(years_ago, END_DAY),
            Life::NewHire => whole(END_DAY - dice.between(3, 27), END_DAY),
            Life::Recent => whole(END_DAY - dice.between(40, 380), END_DAY),
            // The first weeks of the window are worked, so that what the person needs shows.
            Life::Ill => whole(years_ago, WINDOW_DAY + dice.between(32, 55)),
            Life::OnLeave => whole(years_ago, END_DAY - dice.between(100, 200)),
            Life::Idle => whole(years_ago, END_DAY - dice.between(93, 380)),
            Life::NeverActivated => Employment { created_day: END_DAY - dice.between(45, 900), from: 0, to: 0 },
            Life::Duplicate | Life::Rehired | Life::Deleted => whole(years_ago, END_DAY - dice.between(110, 420)),
            Life::Leaver => whole(years_ago, END_DAY - dice.between(5, 300)),
            Life::Departed => whole(years_ago, END_DAY - dice.between(12, 80)),
        }
    }

    /// `active`, `inactive` or `deleted`.
    pub(super) fn state(self) -> &'static str {
        match self {
            Life::Leaver | Life::Rehired => "inactive",
            Life::Deleted => "deleted",
            _ => "active",
        }
    }

    /// The recommendation that takes the seat away altogether, if a perfect adviser would give it.
    pub(super) fn reclaim(self) -> Option<&'static str> {
        match self {
            Life::Leaver | Life::Rehired => Some("reclaim-deactivated"),
            Life::Departed => Some("reclaim-departed"),
            Life::Duplicate => Some("reclaim-duplicate"),
            Life::NeverActivated => Some("reclaim-never-activated"),
            Life::Idle => Some("reclaim-idle"),
            _ => None,
        }
    }

    /// Is it too early, or the wrong season, to say anything about the offer?
    pub(super) fn is_spared(self, created_day: i32) -> bool {
        self == Life::Seasonal || i64::from(created_day) * DAY > AS_OF - 30 * DAY
    }
}
