//! The compose files of stacks: what they have that does not run, and what is wrong with them.

use stacktui::compose::options::Asked;
use stacktui::compose::sources::Memory;
use stacktui::compose::surroundings::Surroundings;
use stacktui::engine::sim::Scenario;
use stacktui::plan::news::ProjectMsg;
use stacktui::plan::projects;
use stacktui::testing::server;
use stacktui::testing::session::{Session, Setup};

/// The project of a working directory of this name, whose file says this.
fn here(folder: &str, text: &str) -> ProjectMsg {
    let cwd = format!("/srv/{folder}");
    let sources = Memory::default().with(format!("{cwd}/compose.yaml"), text);
    let surroundings = Surroundings {
        cwd: cwd.into(),
        ..Surroundings::default()
    };
    let found = projects::here(&Asked::default(), &surroundings, &sources);
    found.unwrap().unwrap()
}

fn server_with(containers: bool, size: (u16, u16), project: ProjectMsg) -> Session {
    let mut scenario = Scenario::default();
    if containers {
        scenario.containers = vec![server::service("blog", "ghost", "sleep infinity")];
    }
    Session::start(Setup {
        size,
        scenario,
        projects: vec![project],
        ..Setup::default()
    })
}

#[test]
fn a_stack_of_the_file_here_is_shown_though_nothing_of_it_runs() {
    let text = "services: {ghost: {image: g}, db: {image: d}, probe: {image: p, profiles: [dev]}}";
    let mut session = server_with(false, (120, 36), here("blog", text));
    session.expect(&["blog", "not created", "ghost", "db"]);
    session.expect_not(&["probe"]);
    session.press("j");
    assert_eq!(session.selected(), "blog/db");
    session.press("r");
    session.expect(&["cannot restart: `blog/db` has no container"]);
    session.press("h4");
    session.expect(&["probe  needs a profile: dev"]);
}

const BROKEN: &str = "services:
  ghost:
    image: ghost
    prots: [80]
  db:
    imgae: mysql
";

#[test]
fn a_broken_file_is_told_beside_what_runs() {
    for size in [(80, 24), (120, 36)] {
        let mut session = server_with(true, size, here("blog", BROKEN));
        session.advance(1);
        session.expect(&["bad file", "running · line 4", "ghost"]);
        assert_eq!(session.selected(), "blog");
        session.expect(&[
            "its file has errors",
            "compose.yaml:4:5: ",
            "4 |     prots: [80]",
            "  |     ^",
        ]);
        // Where there is little room, the rest is in the tab of the file.
        if size.1 == 24 {
            session.expect(&["more in Config"]);
        }
        session.press("4");
        if size.1 == 24 {
            session.press("<tab>f");
        }
        session.expect(&["hint: did you mean", "6 |     imgae: mysql"]);
    }
}

#[test]
fn the_error_leaves_when_the_file_is_mended_and_read_again() {
    let mut session = server_with(true, (120, 36), here("blog", BROKEN));
    session.expect(&["bad file", "prots"]);
    let mended = "services: {ghost: {image: g}, db: {image: d}}";
    session.set_files(vec![here("blog", mended)], None);
    session.press("<ctrl-r>");
    session.until_idle();
    session.expect_not(&["bad file", "prots"]);
    session.expect(&["db", "not created"]);
}

/// Two stacks, and the files that their labels name.
fn found(files: Memory) -> Session {
    let scenario = Scenario {
        containers: vec![
            server::service("blog", "ghost", "sleep infinity"),
            server::service("mail", "imap", "sleep infinity"),
        ],
        ..Scenario::default()
    };
    Session::start(Setup {
        scenario,
        files: Some(files),
        ..Setup::default()
    })
}

#[test]
fn a_stack_found_by_labels_shows_what_its_file_has_more() {
    let text = "services: {ghost: {image: g, profiles: [web]}, db: {image: d}}";
    let files = Memory::default().with("/srv/blog/compose.yaml", text);
    let mut session = found(files.clone());
    session.expect(&["db", "not created"]);
    // The other one's directory is not here.
    session.expect(&["no file", "imap"]);
    session.press("/");
    session.type_text("mail");
    session.press("<enter>");
    session.expect(&["`/srv/mail` is not on this machine"]);
    session.press("q");
    let files = files.with("/srv/mail/compose.yaml", "services: {smtp: {image: s}}");
    session.set_files(Vec::new(), Some(files));
    session.press("<ctrl-r>");
    session.until_idle();
    session.expect(&["smtp"]);
    session.expect_not(&["no file"]);
}

#[test]
fn a_broken_file_that_labels_name_does_not_hide_what_runs() {
    let files = Memory::default()
        .with("/srv/blog/compose.yaml", "services: [\n")
        .with("/srv/mail/compose.yaml", "services: {imap: {image: i}}");
    let mut session = found(files);
    session.expect(&["bad file", "ghost", "imap"]);
    session.press("gg");
    session.expect(&["blog", "compose.yaml:"]);
}

#[test]
fn variables_are_set_beside_what_the_file_says() {
    let mut ghost = server::service("blog", "ghost", "sleep infinity");
    let env = [("SAME", "1"), ("OTHER", "2"), ("FROM_SHELL", "3")];
    ghost.spec.env = env.map(|(name, value)| (name.into(), value.into())).into();
    let text = "services: {ghost: {image: g, environment: [SAME=1, OTHER=x, FROM_SHELL]}}";
    let mut session = Session::start(Setup {
        scenario: Scenario {
            containers: vec![ghost],
            ..Scenario::default()
        },
        files: Some(Memory::default().with("/srv/blog/compose.yaml", text)),
        ..Setup::default()
    });
    session.press("j3f");
    session.press("<tab><tab>");
    session.expect(&[
        "beside its file",
        "differs",
        "unknown: FROM_SHELL is not set here; the container has a value",
    ]);
}
