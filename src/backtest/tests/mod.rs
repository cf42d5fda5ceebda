//! The backtest of small organizations computed by hand, of generated ones in plain loops, and the law that the advice of
//! an instant is that of `analyze` at that instant.

mod by_hand;
mod calibrate;
mod frontier;
mod org;
mod past;
mod plain_loops;
