//! The action registry: one table drives keymap, help, palette, menu, hint bar and the README's key table.

use std::fmt;

macro_rules! actions {
    ($($(#[doc = $doc:literal])+ $variant:ident $name:literal [$($key:literal),*] $group:ident;)*) => {
        /// Something a person can do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($(#[doc = $doc])+ $variant,)* }

        impl Action {
            /// All, in the order of the help.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As key files and `generate keys` name it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// One line for people.
            pub fn doc(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim(),)* }
            }

            /// Keys unless the person chose others.
            pub const fn default_keys(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($key),*],)* }
            }

            /// Heading in the help.
            pub const fn group(self) -> Group {
                match self { $(Self::$variant => Group::$group,)* }
            }
        }
    };
}

/// Heading in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Moving about.
    Move,
    /// Finding.
    Find,
    /// Changing what runs.
    Act,
    /// Looking closer.
    Look,
    /// The screen.
    View,
    /// The program.
    Program,
}

impl Group {
    /// As it stands above its actions.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Find => "Find",
            Self::Act => "Act",
            Self::Look => "Look",
            Self::View => "View",
            Self::Program => "Program",
        }
    }
}

actions! {
    /// row down
    Down "down" ["j", "down"] Move;
    /// row up
    Up "up" ["k", "up"] Move;
    /// go in: open a stack, then into the detail pane
    In "in" ["l", "right"] Move;
    /// come out: to the list, to the stack, close it
    Out "out" ["h", "left"] Move;
    /// the main thing of the row: open a stack, show the detail, full screen
    Enter "enter" ["enter"] Move;
    /// first row
    Top "top" ["g", "home"] Move;
    /// last row; in a log: follow again
    Bottom "bottom" ["G", "end"] Move;
    /// half a page down
    HalfDown "half-page-down" ["ctrl-d"] Move;
    /// half a page up
    HalfUp "half-page-up" ["ctrl-u"] Move;
    /// a page down
    PageDown "page-down" ["pgdn"] Move;
    /// a page up
    PageUp "page-up" ["pgup"] Move;
    /// next pane
    NextPane "next-pane" ["tab"] Move;
    /// previous pane
    PreviousPane "previous-pane" ["shift-tab"] Move;
    /// next tab of the detail pane
    NextTab "next-tab" ["]", "."] Move;
    /// previous tab
    PreviousTab "previous-tab" ["[", ","] Move;
    /// lines of the log
    TabLogs "tab-logs" ["1"] Move;
    /// CPU, memory, network and disk over time
    TabStats "tab-stats" ["2"] Move;
    /// variables
    TabEnv "tab-env" ["3"] Move;
    /// the inspection, or the file
    TabConfig "tab-config" ["4"] Move;
    /// what the engine reported
    TabEvents "tab-events" ["5"] Move;
    /// processes
    TabTop "tab-top" ["6"] Move;
    /// back: close what is on top, leave full screen, go to the list
    Back "back" ["esc"] Move;

    /// filter the list, search the log
    Filter "filter" ["/"] Find;
    /// next hit of the search, else the next failing thing
    Next "next" ["n"] Find;
    /// previous hit of the search, else the previous failing thing
    Previous "previous" ["N"] Find;
    /// command palette
    Palette "palette" [":"] Find;
    /// help; its entries can be run
    Help "help" ["?"] Find;
    /// what this object can do now, and why not the rest
    Menu "menu" ["x"] Find;
    /// mark the row for the next action
    Mark "mark" ["space"] Find;
    /// clear all marks
    Unmark "unmark" [] Find;
    /// copy name, id, image, …
    Copy "copy" ["y"] Find;

    /// stop and start again, with the dependants that ask for it
    Restart "restart" ["r"] Act;
    /// stop, with time to end
    Stop "stop" ["s"] Act;
    /// start what does not run
    Start "start" ["S"] Act;
    /// pause, or let it go on
    Pause "pause" ["p"] Act;
    /// send a signal
    Kill "kill" ["K"] Act;
    /// remove the container
    Remove "remove" ["d"] Act;
    /// remove the container and its anonymous volumes
    RemoveVolumes "remove-with-volumes" [] Act;
    /// a shell in the container
    Shell "shell" ["E"] Act;
    /// the container's own terminal
    Attach "attach" ["a"] Act;
    /// stop what is under way, after the running step
    Cancel "cancel" ["ctrl-x"] Act;

    /// why does it fail
    Why "why" ["!"] Look;
    /// its log
    Logs "logs" ["m"] Look;
    /// its variables
    Env "env" ["e"] Look;
    /// show or hide the secret under the cursor
    Reveal "reveal" ["v"] Look;
    /// lines of the log: all, warnings and worse, errors
    Level "level" ["L"] Look;
    /// wrap long lines
    Wrap "wrap" ["w"] Look;
    /// times: local, UTC, none
    Time "time" ["t"] Look;
    /// save the log to a file
    Save "save" ["ctrl-s"] Look;
    /// notices of this run
    Notices "notices" ["i"] Look;

    /// this pane on the whole screen
    FullScreen "full-screen" ["f"] View;
    /// divider to the left, or up
    Narrower "narrower" ["<"] View;
    /// divider to the right, or down
    Wider "wider" [">"] View;
    /// the mouse for stacktui, or for the terminal
    MouseToggle "mouse" ["M"] View;
    /// list everything anew, sort at once
    Refresh "refresh" ["ctrl-r"] View;
    /// draw the screen anew
    Repaint "repaint" ["ctrl-l"] View;

    /// choose another engine: docker contexts
    Contexts "contexts" ["@"] Program;
    /// open the demo
    Demo "demo" ["T"] Program;
    /// suspend, as any Unix program
    Suspend "suspend" ["ctrl-z"] Program;
    /// quit; clears a filter first
    Quit "quit" ["q"] Program;
    /// quit at once
    QuitNow "quit-now" ["ctrl-c"] Program;
}

impl Action {
    /// By its name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.name() == name)
    }

    /// One word for hints: `restart`, `! why`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::RemoveVolumes => "remove with volumes",
            Self::FullScreen => "full",
            Self::Help => "help",
            Self::Palette => "command",
            Self::Menu => "more",
            Self::Enter => "open",
            Self::MouseToggle => "mouse",
            other => other.name(),
        }
    }

    /// Why it cannot be done now, as a notice: `cannot restart: read-only`.
    pub fn refusal(self, reason: &str) -> String {
        let what = match self {
            Self::RemoveVolumes => "remove",
            Self::Shell => "open a shell",
            Self::Save => "save the log",
            other if other.is_write() => other.name(),
            // The reason says it all: nothing fails, nothing is marked.
            _ => return reason.to_owned(),
        };
        format!("cannot {what}: {reason}")
    }

    /// Changes something outside the program: taken away by `--read-only`.
    pub const fn is_write(self) -> bool {
        matches!(
            self,
            Self::Restart
                | Self::Stop
                | Self::Start
                | Self::Pause
                | Self::Kill
                | Self::Remove
                | Self::RemoveVolumes
                | Self::Shell
                | Self::Attach
                | Self::Save
        )
    }

    /// Something that the menu of an object offers.
    pub const fn is_of_object(self) -> bool {
        matches!(
            self,
            Self::Restart
                | Self::Stop
                | Self::Start
                | Self::Pause
                | Self::Kill
                | Self::Remove
                | Self::RemoveVolumes
                | Self::Shell
                | Self::Attach
                | Self::Why
                | Self::Logs
                | Self::Env
                | Self::Copy
                | Self::Mark
        )
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_found() {
        let names: BTreeSet<_> = Action::ALL.iter().map(|action| action.name()).collect();
        assert_eq!(names.len(), Action::ALL.len());
        for action in Action::ALL {
            assert_eq!(Action::by_name(action.name()), Some(*action));
            assert!(!action.doc().is_empty());
        }
    }
}
