//! The job that this process is part of, as shells and the kernel see it: who could continue it once it is stopped.

/// Where a process stands. Numbers as the kernel gives them: 0 is what lies outside of this pid namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    parent: i32,
    group: i32,
    session: i32,
}

/// Nobody outside of our job and inside of our session is a parent of it: `ssh -t host stacktui`, a container's
/// first process. The kernel does not stop such a job at ctrl-z; stopped by force, it would never come back.
pub(crate) fn is_orphaned() -> bool {
    let own = i32::try_from(std::process::id()).unwrap_or_default();
    orphaned(own, place_of)
}

fn orphaned(own: i32, place_of: impl Fn(i32) -> Option<Place>) -> bool {
    let Some(job) = place_of(own) else {
        return true;
    };
    let mut parent = job.parent;
    while let Some(place) = place_of(parent) {
        if place.group != job.group {
            return place.session != job.session;
        }
        parent = place.parent;
    }
    true
}

/// From the kernel's own line, since the calls of libc have no number for what lies outside of the namespace.
#[cfg(target_os = "linux")]
fn place_of(pid: i32) -> Option<Place> {
    #[expect(
        clippy::disallowed_methods,
        reason = "a file of the kernel, not of a project"
    )]
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    parse(&stat)
}

/// `pid (name) state parent group session …`, `proc_pid_stat(5)`; a name can hold anything, brackets and blanks too.
#[cfg(any(target_os = "linux", test))]
fn parse(stat: &str) -> Option<Place> {
    let mut fields = stat.rsplit_once(") ")?.1.split(' ').skip(1);
    let mut next = || fields.next()?.parse().ok();
    Some(Place {
        parent: next()?,
        group: next()?,
        session: next()?,
    })
}

/// The parent of another process is only known on Linux; elsewhere a job of several processes counts as one that can be
/// stopped.
#[cfg(not(target_os = "linux"))]
fn place_of(pid: i32) -> Option<Place> {
    use rustix::process::{Pid, getpgid, getppid, getsid};
    let number = |pid: Pid| pid.as_raw_nonzero().get();
    let process = Pid::from_raw(pid)?;
    let is_own = i32::try_from(std::process::id()) == Ok(pid);
    Some(Place {
        parent: number(getppid().filter(|_| is_own).unwrap_or(Pid::INIT)),
        group: number(getpgid(Some(process)).ok()?),
        session: number(getsid(Some(process)).ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether process 9 is orphaned among these: pid, parent, group, session.
    fn among(processes: &[(i32, i32, i32, i32)]) -> bool {
        orphaned(9, |pid| {
            let found = processes.iter().find(|process| process.0 == pid);
            found.map(|&(_, parent, group, session)| Place {
                parent,
                group,
                session,
            })
        })
    }

    #[test]
    fn a_shell_of_the_same_session_can_continue_its_jobs() {
        assert!(!among(&[(9, 5, 9, 5), (5, 1, 5, 5), (1, 0, 1, 1)]));
        // `sudo stacktui`: a parent in the same job.
        assert!(!among(&[(9, 8, 8, 5), (8, 5, 8, 5), (5, 1, 5, 5)]));
    }

    #[test]
    fn a_program_that_leads_its_session_has_nobody() {
        assert!(among(&[(9, 5, 9, 9), (5, 1, 5, 5)]));
        assert!(among(&[(9, 8, 9, 9), (8, 5, 9, 9), (5, 1, 5, 5)]));
        assert!(among(&[(9, 0, 9, 9)]), "the first process of a container");
        assert!(among(&[]));
    }

    #[test]
    fn a_session_that_began_outside_of_the_namespace_counts() {
        // `unshare --pid --fork`: session and group of the shell that started it are not seen from within.
        assert!(!among(&[(9, 1, 9, 0), (1, 0, 0, 0)]));
        assert!(among(&[(9, 1, 9, 9), (1, 0, 0, 0)]));
    }

    #[test]
    fn a_name_with_brackets_does_not_shift_the_fields() {
        let place = parse("9 (a) R 1 (b)) S 5 7 6 34816 9 4194304\n");
        assert_eq!(
            place,
            Some(Place {
                parent: 5,
                group: 7,
                session: 6
            })
        );
        assert_eq!(parse("9 (a"), None);
    }
}
