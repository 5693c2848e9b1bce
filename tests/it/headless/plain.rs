//! Commands that need no engine, and all the ways to have none.

use super::Program;

#[tokio::test]
async fn wrong_usage_is_exit_code_1_and_help_is_0() {
    let program = Program::new();
    assert!(program.run(&["--help"]).await.well().contains("Usage: "));
    assert!(
        program
            .run(&["--version"])
            .await
            .well()
            .starts_with("stacktui ")
    );
    let err = program.run(&["frobnicate"]).await.failed();
    assert!(err.contains("unrecognized subcommand"), "{err}");
    let err = program.run(&["ps", "--demo"]).await.failed();
    assert!(err.contains("--demo"), "options stand before: {err}");
    let err = program.run(&["kill", "-s", "NOPE", "x"]).await.failed();
    assert!(
        err.starts_with("error: `NOPE` is no signal\nhint: "),
        "{err}"
    );
}

#[tokio::test]
async fn without_a_terminal_the_screen_says_what_to_use_instead() {
    let err = Program::new().run(&[]).await.failed();
    assert!(err.contains("is no terminal"), "{err}");
    assert!(err.contains("hint: `stacktui ps`"), "{err}");
}

#[tokio::test]
async fn an_engine_that_is_not_there_is_told_with_who_chose_it() {
    let program = Program::new().with("DOCKER_HOST", "unix:///nowhere/engine.sock");
    let err = program.run(&["ps"]).await.failed();
    for words in [
        "error: no engine answers at `unix:///nowhere/engine.sock` (DOCKER_HOST): ",
        "\nhint: ",
    ] {
        assert!(err.contains(words), "{words:?} is not in {err:?}");
    }
    let err = program.run(&["-c", "nope", "ps"]).await.failed();
    assert!(
        err.starts_with("error: docker context `nope` does not exist\nhint: "),
        "{err}"
    );
    let err = program
        .run(&["-H", "unix:///x", "-c", "nope", "ps"])
        .await
        .failed();
    assert!(
        err.starts_with("error: `--host` and `--context` cannot be used together"),
        "{err}"
    );
    let err = program
        .run(&["-H", "ssh://deploy@web01", "ps"])
        .await
        .failed();
    assert!(err.contains("SSH"), "{err}");
}

#[tokio::test]
async fn info_tells_everything_about_an_engine_that_does_not_answer_and_fails() {
    let program = Program::new().with("DOCKER_HOST", "unix:///nowhere/engine.sock");
    let ended = program.run(&["info"]).await;
    assert_eq!(ended.code, Some(1));
    for words in [
        "chosen by ",
        "DOCKER_HOST",
        "no engine answers",
        "unix:///nowhere/engine.sock: ",
        "config.toml  (not there)",
    ] {
        assert!(
            ended.out.contains(words),
            "{words:?} is not in {}",
            ended.out
        );
    }
}

#[tokio::test]
async fn settings_come_from_file_environment_and_options_in_this_order() {
    let program = Program::new()
        .with("STACKTUI_LOG_TAIL", "70")
        .with("STACKTUI_ASCII", "true");
    program.file(
        ".config/stacktui/config.toml",
        "log-tail = 60\nmouse = true\nthmee = \"mono\"\n",
    );
    let ended = program
        .run(&["--theme", "light", "settings", "--origins"])
        .await;
    assert!(
        ended.err.starts_with("warning: ")
            && ended
                .err
                .contains("config.toml:3: unknown setting `thmee` (hint: did you mean `theme`?)"),
        "{}",
        ended.err
    );
    let out = ended.well();
    let line = |name: &str| {
        let line = out.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("log-tail"), "log-tail = 70 # STACKTUI_LOG_TAIL");
    assert_eq!(line("theme"), "theme = \"light\" # --theme");
    assert!(
        line("mouse").ends_with("config.toml:2"),
        "{}",
        line("mouse")
    );
    assert_eq!(line("color"), "color = \"auto\" # default");
}

#[tokio::test]
async fn a_wrong_setting_is_an_error_with_its_line_for_every_command() {
    let program = Program::new();
    program.file(".config/stacktui/config.toml", "\nmouse = \"perhaps\"\n");
    for words in [&["ps"][..], &["settings"], &[]] {
        let err = program.run(words).await.failed();
        assert!(
            err.contains("config.toml:2: `mouse` is `true` or `false`, not `perhaps`\nhint: "),
            "{err}"
        );
    }
    let err = program.run(&["--config", "mine.toml", "ps"]).await.failed();
    assert!(err.contains("mine.toml:1: cannot read it: "), "{err}");
}

#[tokio::test]
async fn generated_files_are_complete() {
    let program = Program::new();
    let man = program.run(&["generate", "man"]).await.well();
    assert!(man.contains(".TH stacktui 1"), "{man}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let text = program
            .run(&["generate", "completions", shell])
            .await
            .well();
        assert!(text.contains("stacktui"), "{shell}");
    }
    let keys = program.run(&["generate", "keys"]).await.well();
    assert!(keys.contains("| `r` | `restart` |"), "{keys}");
    let settings = program.run(&["generate", "settings"]).await.well();
    assert_eq!(
        settings,
        include_str!("../../../assets/default.toml"),
        "the file to begin with"
    );
}

#[tokio::test]
async fn read_only_refuses_every_act_before_it_connects() {
    let program = Program::new().with("DOCKER_HOST", "unix:///nowhere/engine.sock");
    for verb in ["start", "stop", "restart", "pause", "unpause", "kill", "rm"] {
        let err = program.run(&["--read-only", verb, "shop/"]).await.failed();
        assert!(
            err.contains("stacktui runs read-only\nhint: "),
            "{verb}: {err}"
        );
    }
}

#[tokio::test]
async fn the_log_file_is_written_where_it_is_asked_for() {
    let program = Program::new().with("DOCKER_HOST", "unix:///nowhere/engine.sock");
    program
        .run(&["--log-level", "debug", "--log-file", "sub/x.log", "ps"])
        .await;
    assert!(program.directory.path().join("sub/x.log").is_file());
    program.run(&["--log-level", "warn", "ps"]).await;
    let state = program.directory.path().join(".local/state/stacktui");
    assert!(state.join("stacktui.log").is_file());
}
