//! Scripts run here beside what busybox 1.35 prints for them.

use super::host::{Host, Input, Load};
use super::parse::parse;
use super::vm::{Outcome, Reaction, Vm};
use crate::model::log::LogStream;
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

/// A world with nothing in it; children run when asked for.
#[derive(Default)]
struct Desk {
    out: String,
    error: String,
    children: VecDeque<(u32, Vm)>,
    files: BTreeMap<String, String>,
    lines: VecDeque<String>,
    slept: Duration,
    next_pid: u32,
}

impl Host for Desk {
    fn clock_seconds(&self) -> i64 {
        1_000
    }
    fn uptime(&self) -> Duration {
        self.slept
    }
    fn write(&mut self, stream: LogStream, text: &str) {
        if stream == LogStream::Stderr {
            self.error.push_str(text);
        } else {
            self.out.push_str(text);
        }
    }
    fn spawn(&mut self, mut vm: Vm, _command: String) -> u32 {
        self.next_pid += 1;
        let pid = self.next_pid + 1;
        vm.set_pid(pid);
        self.children.push_back((pid, vm));
        pid
    }
    fn random(&mut self, low: u64, _high: u64) -> u64 {
        low
    }
    fn pick(&mut self, list: &str) -> Option<String> {
        (list == "greetings").then(|| "\\033[32mhello\\033[0m ${NAME}".to_owned())
    }
    fn program(&self, command: &[String]) -> Option<(String, usize)> {
        (command.first()? == "app").then(|| ("echo app $1; exit 4".to_owned(), 1))
    }
    fn resolve(&self, name: &str) -> Option<String> {
        (name == "db").then(|| "172.18.0.2".to_owned())
    }
    fn connects(&self, name: &str, port: u16) -> Option<bool> {
        (name == "db").then_some(port == 5432)
    }
    fn listen(&mut self, _port: u16) {}
    fn load(&mut self, _load: Load) {}
    fn may_hold(&self, bytes: u64) -> bool {
        bytes < 1 << 20
    }
    fn read_file(&self, path: &str) -> Option<String> {
        self.files.get(path).cloned()
    }
    fn write_file(&mut self, path: &str, text: &str, append: bool) -> bool {
        let file = self.files.entry(path.to_owned()).or_default();
        if !append {
            file.clear();
        }
        file.push_str(text);
        true
    }
    fn remove_file(&mut self, path: &str) -> bool {
        self.files.remove(path).is_some()
    }
    fn list(&self, _path: &str) -> Option<Vec<String>> {
        None
    }
    fn terminal_size(&self) -> Option<(u16, u16)> {
        Some((80, 24))
    }
    fn hostname(&self) -> String {
        "box".to_owned()
    }
    fn processes(&self) -> Vec<(u32, String, String)> {
        Vec::new()
    }
    fn signal(&mut self, _pid: u32, _signal: i64) -> bool {
        false
    }
    fn read_line(&mut self) -> Input {
        self.lines.pop_front().map_or(Input::End, Input::Line)
    }
}

/// Runs a process and its children to the end; sleeps take no time.
fn finish(vm: &mut Vm, desk: &mut Desk) -> Option<i64> {
    for _ in 0..2_000 {
        match vm.run(desk) {
            Outcome::Exit(code) => return Some(code),
            Outcome::Sleep(span) => desk.slept = desk.slept.saturating_add(span),
            Outcome::OutOfMemory => return Some(137),
            Outcome::Yield => {}
            Outcome::Wait | Outcome::Input => {
                let (pid, mut child) = desk.children.pop_front()?;
                let code = finish(&mut child, desk).unwrap_or(-1);
                let captured = child.take_captured();
                vm.child_ended(pid, code, captured, desk);
            }
        }
    }
    None
}

fn run(script: &str) -> (String, String, Option<i64>) {
    let mut desk = Desk::default();
    let code = run_on(&mut desk, script);
    (desk.out, desk.error, code)
}

fn run_on(desk: &mut Desk, script: &str) -> Option<i64> {
    match parse(script) {
        Ok(program) => {
            let variables = BTreeMap::from([("NAME".to_owned(), "box".to_owned())]);
            let mut vm = Vm::new(program, vec!["sh".to_owned()], variables);
            finish(&mut vm, desk)
        }
        Err(error) => {
            desk.error.push_str(&error.to_string());
            Some(2)
        }
    }
}

#[test]
fn output_is_as_busybox_prints_it() {
    for (script, expected) in [
        ("echo a  b 'c  d'", "a b c  d\n"),
        ("x=3; echo $((x+1)) \"$x\" '$x'", "4 3 $x\n"),
        (
            "i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done",
            "1\n2\n3\n",
        ),
        (
            "for x in a b c; do [ $x = b ] && continue; echo $x; done",
            "a\nc\n",
        ),
        (
            "for x in a b c; do if [ $x = b ]; then break; fi; echo $x; done",
            "a\n",
        ),
        (
            "if false; then echo 1; elif true; then echo 2; else echo 3; fi",
            "2\n",
        ),
        (
            "true && echo y || echo n; false && echo y || echo n",
            "y\nn\n",
        ),
        ("! true; echo $?", "1\n"),
        ("case abc in a*) echo A;; *) echo no;; esac", "A\n"),
        ("case x in a|x) echo two;; esac", "two\n"),
        (
            "echo ${UNSET:-default} ${NAME:+set} ${#NAME}",
            "default set 3\n",
        ),
        ("f=a/b.txt; echo ${f##*/} ${f%.txt}", "b.txt a/b\n"),
        ("echo $(echo inner; echo more)", "inner more\n"),
        ("x=$(false); echo $?", "1\n"),
        ("f() { echo \"f $1\"; return 3; }; f x; echo $?", "f x\n3\n"),
        ("(exit 5); echo $?", "5\n"),
        ("echo one | cat", "one\n"),
        ("printf 'a\\nb\\nc\\n' | grep b | wc -l", "1\n"),
        ("echo x > /f; echo y >> /f; cat /f", "x\ny\n"),
        (
            "set -- a 'b c'; for x in \"$@\"; do echo \"[$x]\"; done",
            "[a]\n[b c]\n",
        ),
        ("printf '%s-%03d\\n' a 7", "a-007\n"),
        ("eval 'echo evaluated'", "evaluated\n"),
        ("trap 'echo bye' EXIT; echo hi", "hi\nbye\n"),
        (
            "until true; do echo never; done; echo end # comment",
            "end\n",
        ),
        ("{ echo a; echo b; }", "a\nb\n"),
        ("x='a   b'; echo $x; echo \"$x\"", "a b\na   b\n"),
        (
            "[ 1 -gt 0 -a 2 = 2 ] && [ ! -f /none ] && echo yes",
            "yes\n",
        ),
        ("echo a; exit 0; echo b", "a\n"),
        ("sh -c 'echo $0 $1' zero one", "zero one\n"),
    ] {
        assert_eq!(run(script).0, expected, "{script}");
    }
}

#[test]
fn what_is_not_understood_fails_like_a_program() {
    for (script, error, code) in [
        ("nosuch", "sh: nosuch: not found\n", 127),
        (
            "if true",
            "sh: syntax error: unexpected end of file (expecting \"then\")",
            2,
        ),
        (
            "echo 'open",
            "sh: syntax error: unterminated quoted string",
            2,
        ),
        (
            "cat <<E",
            "sh: syntax error: here documents are not simulated",
            2,
        ),
        ("sleep abc", "sleep: invalid number 'abc'\n", 1),
        ("echo $((1/0))", "sh: divide by zero\n", 2),
        ("echo ${X?gone}", "sh: X: gone\n", 2),
        (")", "sh: syntax error: unexpected \")\"", 2),
        (
            "cat /none",
            "cat: can't open '/none': No such file or directory\n",
            1,
        ),
    ] {
        let (_, stderr, status) = run(script);
        assert_eq!((stderr.as_str(), status), (error, Some(code)), "{script}");
    }
}

#[test]
fn errors_go_to_standard_error_and_can_be_sent_away() {
    let (out, error, _) = run("echo a >&2; echo b; nosuch 2>/dev/null; echo c 1>&2");
    assert_eq!((out.as_str(), error.as_str()), ("b\n", "a\nc\n"));
}

#[test]
fn programs_of_the_image_run_with_their_arguments() {
    let (out, _, code) = run("app one; echo $?");
    assert_eq!((out.as_str(), code), ("app one\n4\n", Some(0)));
    assert_eq!(run("exec app two").2, Some(4));
}

#[test]
fn lines_of_the_image_are_said_with_their_colours_and_variables() {
    assert_eq!(run("say greetings").0, "\u{1b}[32mhello\u{1b}[0m box\n");
}

#[test]
fn a_trap_waits_for_the_command_but_not_for_wait() {
    let start = |script: &str| {
        let mut vm = Vm::new(
            parse(script).unwrap(),
            vec!["sh".to_owned()],
            BTreeMap::new(),
        );
        let mut desk = Desk::default();
        let outcome = vm.run(&mut desk);
        (vm, desk, outcome)
    };
    let (mut vm, mut desk, outcome) = start("trap 'exit 7' TERM; sleep 100; echo after");
    assert_eq!(outcome, Outcome::Sleep(Duration::from_secs(100)));
    assert_eq!(vm.signal(15, true), Reaction::Noted);
    assert_eq!(vm.run(&mut desk), Outcome::Exit(7));
    let (mut vm, mut desk, outcome) = start("trap 'exit 7' TERM; sleep 100 & wait");
    assert_eq!(outcome, Outcome::Wait);
    assert_eq!(vm.signal(15, true), Reaction::Woken);
    assert_eq!(vm.run(&mut desk), Outcome::Exit(7));
}

#[test]
fn signals_without_a_trap_end_a_process_unless_it_is_the_first() {
    let mut vm = Vm::new(parse("sleep 9").unwrap(), Vec::new(), BTreeMap::new());
    vm.run(&mut Desk::default());
    assert_eq!(vm.signal(15, true), Reaction::Ignored);
    assert_eq!(vm.signal(15, false), Reaction::Dies(143));
    let mut vm = Vm::new(
        parse("trap '' TERM; sleep 9").unwrap(),
        Vec::new(),
        BTreeMap::new(),
    );
    vm.run(&mut Desk::default());
    assert_eq!(vm.signal(15, false), Reaction::Ignored);
}

#[test]
fn endless_programs_give_others_their_turn() {
    for script in [
        "while true; do :; done",
        "f() { f; }; f",
        "x=$(while true; do :; done)",
    ] {
        let (_, _, code) = run(script);
        assert_ne!(code, Some(0), "{script}");
    }
    assert_eq!(run("x=a; while true; do x=$x$x; done").2, Some(137));
}

#[test]
fn deep_nesting_is_refused() {
    for script in [
        "(".repeat(5_000),
        "$(".repeat(5_000),
        "if ".repeat(5_000),
        "${x:-".repeat(5_000),
    ] {
        assert_eq!(run(&script).2, Some(2));
    }
    assert_eq!(run(&format!("echo $(({}1))", "(".repeat(5_000))).2, Some(2));
}

#[test]
fn an_interactive_shell_prompts_reads_and_goes_on_after_mistakes() {
    let mut desk = Desk {
        lines: ["echo hi", "if", "nosuch", "exit 3"]
            .map(str::to_owned)
            .into(),
        ..Desk::default()
    };
    let mut vm = Vm::interactive(BTreeMap::new());
    assert_eq!(finish(&mut vm, &mut desk), Some(3));
    assert_eq!(desk.out, "/ # hi\n/ # / # / # ");
    assert!(desk.error.contains("nosuch: not found"), "{}", desk.error);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_shell_panic_or_hang(script in "[ -~\n]{0,80}") {
        run(&script);
    }
}
