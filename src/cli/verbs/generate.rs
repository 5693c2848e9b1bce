//! `generate`: files that belong to the program, made from it.

use crate::app::action::{Action, Group};
use crate::cli::args::{Cli, Generated};
use crate::cli::console::Console;
use crate::cli::error::CliError;
use crate::cli::verbs::settings::DEFAULT_FILE;
use clap::CommandFactory;

/// Writes it to the standard output.
pub fn run(what: &Generated, console: &mut Console) -> Result<(), CliError> {
    match what {
        Generated::Man => man(console)?,
        Generated::Completions { shell } => {
            // It panics where its output is closed: into memory first.
            let mut text = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "stacktui", &mut text);
            console.out.write_all(&text)?;
        }
        Generated::Keys => console.out.write_all(keys().as_bytes())?,
        Generated::Settings => console.out.write_all(DEFAULT_FILE.as_bytes())?,
    }
    Ok(())
}

/// One page: the program's, and below it each command with its own options.
fn man(console: &mut Console) -> Result<(), CliError> {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    let mut commands: Vec<clap::Command> = command.get_subcommands().cloned().collect();
    if let Some(generate) = command.find_subcommand("generate") {
        commands.extend(generate.get_subcommands().cloned());
    }
    for command in commands {
        let name = command.get_bin_name().unwrap_or(command.get_name());
        page.extend_from_slice(format!(".SH \"{}\"\n", name.to_uppercase()).as_bytes());
        let man = clap_mangen::Man::new(command);
        let mut section = Vec::new();
        man.render_synopsis_section(&mut section)?;
        man.render_description_section(&mut section)?;
        man.render_options_section(&mut section)?;
        // Sections of a section.
        let text = String::from_utf8_lossy(&section).replace(".SH ", ".SS ");
        page.extend_from_slice(text.as_bytes());
    }
    console.out.write_all(&page)?;
    Ok(())
}

/// The table of the README, from the registry.
pub fn keys() -> String {
    let mut text = String::from("| key | action | what it does |\n| --- | --- | --- |\n");
    let mut group: Option<Group> = None;
    for action in Action::ALL {
        if group != Some(action.group()) {
            group = Some(action.group());
            text.extend(["| **", action.group().title(), "** | | |\n"]);
        }
        let keys: Vec<String> = action
            .default_keys()
            .iter()
            .map(|key| format!("`{}`", key.replace('|', "\\|")))
            .collect();
        let doc = action.doc().replace('|', "\\|");
        text.extend([
            "| ",
            &keys.join(" "),
            " | `",
            action.name(),
            "` | ",
            &doc,
            " |\n",
        ]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::console::tests::console;

    fn generated(what: &Generated) -> String {
        let (mut console, out, _) = console();
        run(what, &mut console).unwrap();
        out.text()
    }

    #[test]
    fn every_action_is_in_the_table_of_keys() {
        let table = keys();
        for action in Action::ALL {
            assert!(
                table.contains(&format!("| `{}` |", action.name())),
                "{}",
                action.name()
            );
        }
    }

    #[test]
    fn every_command_is_in_the_page_and_the_completions() {
        let page = generated(&Generated::Man);
        let completions = generated(&Generated::Completions {
            shell: clap_complete::Shell::Bash,
        });
        for command in Cli::command().get_subcommands() {
            let title = format!(".SH \"STACKTUI {}\"", command.get_name().to_uppercase());
            assert!(page.contains(&title), "{title} is not in the page");
            assert!(completions.contains(command.get_name()));
        }
        assert!(page.starts_with(".ie"), "roff");
        assert!(page.contains("no\\-deps"), "options of commands are there");
    }
}
