//! `docs/CLI.md`: every command with its help.

use std::fmt::Write as _;

use clap::{Command, CommandFactory as _};
use seatwise::cli::{Cli, help};

/// Columns of the help on the page, those of the widest help that a terminal gets.
const WIDTH: usize = 100;

#[test]
fn the_page_of_commands_is_current() {
    let mut page = String::from(
        "# The command line\n\n\
         Every command with what `--help` says; `-h` says it in short. Generated from the code.\n\n",
    );
    let mut root = Cli::command().term_width(WIDTH);
    root.build();
    let mut commands = Vec::new();
    collect(&root, "", &mut commands);
    for (name, command) in &commands {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(page, "- [`{name}`](#{}): {about}", name.replace(' ', "-"));
    }
    page.push_str("\n## Exit codes\n\n| code | meaning |\n|---|---|\n");
    for (code, meaning) in help::exit_codes() {
        let _ = writeln!(page, "| {code} | {meaning} |");
    }
    page.push_str("\nWhat each failure says is listed in [ERRORS.md](ERRORS.md).\n");
    for (name, mut command) in commands {
        let help = command.render_long_help().to_string();
        let help: Vec<&str> = help.trim_end().lines().map(str::trim_end).collect();
        let _ = write!(page, "\n## `{name}`\n\n```text\n{}\n```\n", help.join("\n"));
    }
    super::check("CLI.md", &page);
}

/// The command and those below it, in the order of the help.
fn collect(command: &Command, above: &str, into: &mut Vec<(String, Command)>) {
    let name = format!("{above} {}", command.get_name()).trim().to_owned();
    into.push((name.clone(), command.clone()));
    command.get_subcommands().for_each(|below| collect(below, &name, into));
}

#[test]
fn every_command_and_every_option_has_a_help_and_no_option_shows_a_value_of_the_environment() {
    let mut root = Cli::command();
    root.build();
    let mut commands = Vec::new();
    collect(&root, "", &mut commands);
    for (name, command) in &commands {
        assert!(command.get_about().is_some(), "`{name}` says nothing about itself");
        for argument in command.get_arguments() {
            assert!(argument.get_help().is_some(), "`{name}` says nothing about {argument}");
            assert!(argument.get_env().is_none() || argument.is_hide_env_values_set(), "`{name}`: {argument}");
        }
    }
}
