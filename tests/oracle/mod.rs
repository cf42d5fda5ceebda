//! An independent oracle: the rules computed row by row, without any code of the library.
#![allow(unreachable_pub, dead_code, reason = "one test binary: nothing is exported, and parts serve single tests")]

mod analyze;
mod billing;
mod cases;
mod catalog;
mod facts;
mod money;
mod offers;
mod org;
mod peak;
mod prices;
mod recommend;
mod time;
