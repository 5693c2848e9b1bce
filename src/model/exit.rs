//! Exit codes and signals in words.

/// What an exit code means to a person, without the number: `killed by SIGKILL`, `application error`.
///
/// 125–127 are the engine's and the shell's own (docker run reference, "Exit status"); above 128 it is 128 + signal.
pub fn meaning(code: i64) -> String {
    match code {
        0 => "success".to_owned(),
        1 => "application error".to_owned(),
        2 => "wrong usage, or a shell error".to_owned(),
        125 => "the engine could not run it".to_owned(),
        126 => "command cannot be executed".to_owned(),
        127 => "command not found".to_owned(),
        129..=192 => match signal_name(code - 128) {
            Some("SIGSEGV") => "crashed (SIGSEGV)".to_owned(),
            Some("SIGABRT") => "aborted (SIGABRT)".to_owned(),
            Some("SIGTERM") => "terminated (SIGTERM)".to_owned(),
            Some("SIGINT") => "interrupted (SIGINT)".to_owned(),
            Some(name) => format!("killed by {name}"),
            None => format!("killed by signal {}", code - 128),
        },
        // What the engine notes for what ran when it was not there to see the end (moby, `daemon.restore`).
        255 => "error of the program, or the engine was away".to_owned(),
        _ => "error of the program".to_owned(),
    }
}

/// Whether a signal (by number or name) is one by which programs read their configuration anew, turn their logs and the
/// like, rather than end.
pub fn is_mild(signal: &str) -> bool {
    let number = signal_number(signal);
    number
        .and_then(signal_name)
        .is_some_and(|name| MILD.contains(&name))
}

const MILD: [&str; 8] = [
    "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGCONT", "SIGCHLD", "SIGURG", "SIGTSTP",
];

/// `SIGTERM` for 15; `None` where Linux has no name for the number.
pub fn signal_name(number: i64) -> Option<&'static str> {
    SIGNALS
        .iter()
        .find(|(signal, _)| *signal == number)
        .map(|(_, name)| *name)
}

/// The number behind `15`, `TERM` or `SIGTERM`, in any case.
pub fn signal_number(text: &str) -> Option<i64> {
    let upper = text.trim().to_ascii_uppercase();
    if let Ok(number) = upper.parse() {
        return (1..=64).contains(&number).then_some(number);
    }
    SIGNALS
        .iter()
        .find(|(_, name)| *name == upper || name.strip_prefix("SIG") == Some(&upper))
        .map(|(number, _)| *number)
}

/// Linux signals by number (x86 and ARM), as `kill -l` lists them.
pub const SIGNALS: [(i64, &str); 31] = [
    (1, "SIGHUP"),
    (2, "SIGINT"),
    (3, "SIGQUIT"),
    (4, "SIGILL"),
    (5, "SIGTRAP"),
    (6, "SIGABRT"),
    (7, "SIGBUS"),
    (8, "SIGFPE"),
    (9, "SIGKILL"),
    (10, "SIGUSR1"),
    (11, "SIGSEGV"),
    (12, "SIGUSR2"),
    (13, "SIGPIPE"),
    (14, "SIGALRM"),
    (15, "SIGTERM"),
    (16, "SIGSTKFLT"),
    (17, "SIGCHLD"),
    (18, "SIGCONT"),
    (19, "SIGSTOP"),
    (20, "SIGTSTP"),
    (21, "SIGTTIN"),
    (22, "SIGTTOU"),
    (23, "SIGURG"),
    (24, "SIGXCPU"),
    (25, "SIGXFSZ"),
    (26, "SIGVTALRM"),
    (27, "SIGPROF"),
    (28, "SIGWINCH"),
    (29, "SIGIO"),
    (30, "SIGPWR"),
    (31, "SIGSYS"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_have_names_both_ways() {
        assert_eq!(meaning(137), "killed by SIGKILL");
        assert_eq!(meaning(143), "terminated (SIGTERM)");
        assert_eq!(
            [
                signal_number("hup"),
                signal_number("SIGUSR1"),
                signal_number("9"),
                signal_number("nope")
            ],
            [Some(1), Some(10), Some(9), None]
        );
    }
}
