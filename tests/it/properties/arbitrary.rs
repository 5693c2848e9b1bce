//! What can happen, at random: few ids, so that things meet; odd names, so that nothing is taken for granted.

use proptest::prelude::*;
use proptest::sample::select;
use stacktui::app::action::Action;
use stacktui::app::key::Key;
use stacktui::app::msg::{LogsMsg, Mouse, MouseKind, Msg, TaskMsg};
use stacktui::model::capabilities::Capability;
use stacktui::model::event::{EngineEvent, EventKind};
use stacktui::model::ids::{Epoch, HostId, InstanceId, SubscriptionId, TaskId};
use stacktui::model::labels::{self, Labels};
use stacktui::model::log::{LogBatch, LogLine, LogStream};
use stacktui::model::observed::{
    Attachment, Container, Details, EngineInfo, EngineState, Health, HealthProbe, Port,
    ProcessTable, RestartPolicy, Snapshot,
};
use stacktui::model::sample::Sample;
use stacktui::model::text::styled;
use stacktui::model::time::Timestamp;
use stacktui::plan::news::{Attempt, HostError, HostMsg, ProjectMsg};
use stacktui::plan::reading::{Broken, Reading};
use stacktui::plan::work::{ContextChoice, Outcome, Progress, WorkError};
use stacktui::plan::{StepId, StepState};
use std::sync::Arc;
use std::time::Duration;

/// When it begins.
pub(crate) const START: Timestamp = Timestamp::from_seconds(1_768_478_400);

/// Something that happens.
#[derive(Clone, Debug)]
pub(crate) enum Happening {
    /// A message, made without looking at what went before.
    Msg(Msg),
    /// The answer to one of the questions that are open.
    Answer(usize),
    /// News of the log that is followed.
    Lines(LogsMsg),
    /// Time passes.
    Time(Duration),
    /// The clock is set back.
    Back(Duration),
}

pub(crate) fn happenings() -> impl Strategy<Value = Happening> {
    prop_oneof![
        12 => key().prop_map(|key| Happening::Msg(Msg::Key(key))),
        1 => name().prop_map(|text| Happening::Msg(Msg::Paste(text.to_owned()))),
        2 => mouse().prop_map(|mouse| Happening::Msg(Msg::Mouse(mouse))),
        1 => size().prop_map(|(width, height)| Happening::Msg(Msg::Resize(width, height))),
        6 => host().prop_map(|news| Happening::Msg(Msg::Host(HostId::from("web01"), news))),
        1 => host().prop_map(|news| Happening::Msg(Msg::Host(HostId::from("old"), news))),
        4 => logs().prop_map(Happening::Lines),
        1 => (0_u64..9, logs())
            .prop_map(|(id, news)| Happening::Msg(Msg::Logs(SubscriptionId(id), news))),
        2 => prop::collection::vec(sample(), 0..4)
            .prop_map(|samples| Happening::Msg(Msg::Stats(HostId::from("web01"), samples))),
        2 => any::<usize>().prop_map(Happening::Answer),
        2 => (0_u64..12, task())
            .prop_map(|(id, news)| Happening::Msg(Msg::Task(TaskId(id), news))),
        1 => prop::collection::vec(project(), 0..4)
            .prop_map(|news| Happening::Msg(Msg::Projects(news))),
        1 => other().prop_map(Happening::Msg),
        2 => (0_u64..4_000).prop_map(|ms| Happening::Time(Duration::from_millis(ms))),
        1 => (0_u64..100_000).prop_map(|seconds| Happening::Time(Duration::from_secs(seconds))),
        1 => (0_u64..100).prop_map(|seconds| Happening::Back(Duration::from_secs(seconds))),
    ]
}

fn key() -> impl Strategy<Value = Key> {
    let bound: Vec<Key> = Action::ALL
        .iter()
        .flat_map(|action| action.default_keys())
        .filter_map(|text| Key::parse(text))
        .collect();
    let editing: Vec<Key> = [
        "enter",
        "esc",
        "backspace",
        "del",
        "left",
        "right",
        "home",
        "end",
        "ctrl-u",
        "ctrl-w",
        "ctrl-z",
        "ctrl-y",
        "ctrl-n",
        "ctrl-p",
        "tab",
        "y",
        "n",
        "alt-x",
        "f5",
    ]
    .iter()
    .filter_map(|text| Key::parse(text))
    .collect();
    prop_oneof![
        6 => select(bound),
        3 => select(editing),
        1 => any::<char>().prop_map(Key::char),
    ]
}

fn mouse() -> impl Strategy<Value = Mouse> {
    let kind = select(vec![
        MouseKind::Press,
        MouseKind::ScrollDown,
        MouseKind::ScrollUp,
    ]);
    (0_u16..130, 0_u16..40, kind).prop_map(|(column, row, kind)| Mouse { column, row, kind })
}

fn size() -> impl Strategy<Value = (u16, u16)> {
    prop_oneof![
        3 => select(vec![(0, 0), (40, 10), (80, 24), (120, 36), (20, 4), (1, 60), (200, 1)]),
        2 => (0_u16..180, 0_u16..50),
    ]
}

/// Names as people give them, and as they should not be.
fn name() -> impl Strategy<Value = &'static str> {
    select(vec![
        "api",
        "db",
        "web",
        "",
        "日本語サービス",
        "👩‍👩‍👧‍👦",
        "a-very-long-name-that-has-no-room-anywhere-on-a-small-screen-and-goes-on-and-on",
        "e\u{301}e\u{301}",
        "shop/api",
        "ｗｉｄｅ",
    ])
}

fn id() -> impl Strategy<Value = InstanceId> {
    (0_u8..6).prop_map(|number| InstanceId::from(format!("{:02x}", 0xa0 + number).repeat(32)))
}

fn moment() -> impl Strategy<Value = Timestamp> {
    prop_oneof![
        8 => (-700_i64..700).prop_map(|seconds| Timestamp::from_seconds(START.seconds() + seconds)),
        1 => select(vec![Timestamp(0), Timestamp(i64::MIN), Timestamp(i64::MAX), Timestamp(-1)]),
    ]
}

fn label_set() -> impl Strategy<Value = Labels> {
    let compose = (
        name(),
        name(),
        select(vec!["", "1", "2", "x"]),
        any::<bool>(),
        name(),
    );
    let compose = compose.prop_map(|(project, service, number, is_oneoff, on)| {
        vec![
            (labels::PROJECT, project.to_owned()),
            (labels::SERVICE, service.to_owned()),
            (labels::NUMBER, number.to_owned()),
            (
                labels::ONEOFF,
                if is_oneoff { "True" } else { "False" }.to_owned(),
            ),
            (
                labels::DEPENDS_ON,
                format!("{on}:service_healthy:true,db:x,:"),
            ),
            (
                labels::CONFIG_FILES,
                format!("/srv/{project}/compose.yaml,"),
            ),
        ]
    });
    let all = prop_oneof![
        5 => compose,
        1 => Just(Vec::new()),
        1 => name().prop_map(|name| vec![("com.docker.swarm.service.name", name.to_owned())]),
        1 => name().prop_map(|name| vec![("io.kubernetes.pod.namespace", name.to_owned())]),
    ];
    all.prop_map(|pairs| {
        let pairs = pairs.into_iter();
        pairs
            .map(|(key, value)| (Arc::from(key), Arc::from(value)))
            .collect()
    })
}

fn engine_state() -> impl Strategy<Value = EngineState> {
    let words = [
        "created",
        "running",
        "paused",
        "restarting",
        "removing",
        "exited",
        "dead",
        "odd",
    ];
    select(words.to_vec()).prop_map(EngineState::from_word)
}

fn health() -> impl Strategy<Value = Health> {
    select(vec!["", "starting", "healthy", "unhealthy", "odd"]).prop_map(Health::from_word)
}

fn details() -> impl Strategy<Value = Details> {
    let times = (prop::option::of(moment()), prop::option::of(moment()));
    let policy = select(vec![
        "",
        "no",
        "always",
        "unless-stopped",
        "on-failure",
        "odd",
    ]);
    let numbers = (
        any::<u64>(),
        select(vec![0, 1, 137, 139, 143, -1, i64::MAX]),
        0_u64..9,
    );
    (times, policy, numbers, any::<[bool; 3]>(), name()).prop_map(
        |((started_at, finished_at), policy, (large, exit_code, small), flags, text)| Details {
            exit_code,
            error: if flags[0] {
                text.to_owned()
            } else {
                String::new()
            },
            oom_killed: flags[1],
            started_at,
            finished_at,
            restart_count: small,
            restart_policy: RestartPolicy {
                name: policy.to_owned(),
                maximum_retries: small,
            },
            health_log: vec![HealthProbe {
                started_at,
                ended_at: finished_at,
                exit_code,
                output: format!("{text}\n\n{text}"),
            }],
            failing_streak: small,
            health_test: vec!["CMD".to_owned(), text.to_owned()],
            env: vec![
                ("PASSWORD".to_owned(), text.to_owned()),
                (text.to_owned(), String::new()),
            ],
            tty: flags[2],
            open_stdin: flags[2],
            memory_limit_bytes: large,
            ..Details::default()
        },
    )
}

fn container() -> impl Strategy<Value = Container> {
    let port = prop::option::of(any::<u16>());
    let first = (id(), name(), name(), engine_state(), health(), label_set());
    (
        first,
        prop::option::of(details()),
        port,
        prop::option::of(any::<i64>()),
    )
        .prop_map(
            |((id, name, image, state, health, labels), details, port, code)| Container {
                id,
                name: Arc::from(name),
                image: Arc::from(image),
                image_id: Arc::from(image),
                created_at: None,
                state,
                health,
                labels,
                ports: port
                    .into_iter()
                    .map(|public| Port {
                        private: 80,
                        public: Some(public),
                        ip: "::".to_owned(),
                        protocol: "tcp".to_owned(),
                    })
                    .collect(),
                details: details.map(Arc::new),
                mounts: Vec::new(),
                networks: vec![Attachment::default()],
                listed_exit_code: code,
            },
        )
}

fn containers() -> impl Strategy<Value = Vec<Container>> {
    prop::collection::vec(container(), 0..7)
}

fn event() -> impl Strategy<Value = EngineEvent> {
    let kind = prop_oneof![
        select(vec![
            EventKind::Create,
            EventKind::Start,
            EventKind::Stop,
            EventKind::Restart,
            EventKind::Pause,
            EventKind::Unpause,
            EventKind::Destroy,
            EventKind::Rename,
            EventKind::Oom,
        ]),
        prop::option::of(any::<i64>()).prop_map(|exit_code| EventKind::Die { exit_code }),
        health().prop_map(EventKind::Health),
        name().prop_map(|text| EventKind::Other(text.to_owned())),
    ];
    let object = select(vec![
        "container",
        "container",
        "container",
        "network",
        "odd",
    ]);
    (moment(), id(), kind, object, label_set(), name()).prop_map(
        |(at, id, kind, object, mut attributes, name)| {
            attributes.insert(Arc::from("name"), Arc::from(name));
            EngineEvent {
                at,
                object: object.to_owned(),
                id: id.to_string(),
                kind,
                attributes,
            }
        },
    )
}

fn engine() -> impl Strategy<Value = EngineInfo> {
    (name(), any::<bool>(), -90_000_i64..90_000).prop_map(|(name, is_podman, offset)| EngineInfo {
        name: name.to_owned(),
        version: "28.5.2".to_owned(),
        is_podman,
        clock_offset_nanos: offset * 1_000_000_000,
        ..EngineInfo::default()
    })
}

fn capability() -> impl Strategy<Value = Capability> {
    select(vec![
        Capability::Containers,
        Capability::Events,
        Capability::Logs,
        Capability::Stats,
        Capability::Top,
        Capability::Exec,
        Capability::Write,
    ])
}

fn host() -> impl Strategy<Value = HostMsg> {
    let epoch = || (0_u64..4).prop_map(Epoch);
    let snapshot =
        (engine(), containers()).prop_map(|(engine, containers)| Snapshot { engine, containers });
    let lost = (name(), prop::option::of(0_u64..90)).prop_map(|(words, seconds)| HostError {
        tried: vec![Attempt {
            endpoint: words.to_owned(),
            reason: words.to_owned(),
        }],
        chosen_by: words.to_owned(),
        hint: Some(format!("{words}\n{words}")),
        retry_in: seconds.map(Duration::from_secs),
    });
    prop_oneof![
        1 => Just(HostMsg::Connecting),
        5 => (epoch(), snapshot).prop_map(|(epoch, snapshot)| HostMsg::Snapshot(epoch, snapshot)),
        5 => (epoch(), containers()).prop_map(|(epoch, all)| HostMsg::Inspected(epoch, all)),
        2 => (epoch(), prop::collection::vec(event(), 0..6))
            .prop_map(|(epoch, all)| HostMsg::PastEvents(epoch, all)),
        6 => (epoch(), event()).prop_map(|(epoch, event)| HostMsg::Event(epoch, event)),
        1 => (epoch(), engine()).prop_map(|(epoch, engine)| HostMsg::Engine(epoch, engine)),
        1 => (capability(), name())
            .prop_map(|(capability, words)| HostMsg::NotAllowed(capability, words.to_owned())),
        1 => lost.prop_map(HostMsg::Lost),
    ]
}

fn logs() -> impl Strategy<Value = LogsMsg> {
    let stream = select(vec![
        LogStream::Stdout,
        LogStream::Stderr,
        LogStream::Notice,
    ]);
    let text = prop_oneof![
        name().prop_map(str::to_owned),
        name().prop_map(|text| format!("\u{1b}[31merror\u{1b}[0m {text} {text} {text}")),
        (0_usize..3_000).prop_map(|count| "x y".repeat(count)),
    ];
    let line = (prop::option::of(moment()), stream, text).prop_map(|(at, stream, text)| LogLine {
        at,
        stream,
        text: styled(&text),
    });
    let batch = (id(), prop::collection::vec(line, 0..12))
        .prop_map(|(instance_id, lines)| LogBatch { instance_id, lines });
    prop_oneof![
        6 => batch.prop_map(LogsMsg::Lines),
        1 => id().prop_map(LogsMsg::CaughtUp),
        1 => id().prop_map(LogsMsg::Ended),
        1 => (id(), name()).prop_map(|(id, words)| LogsMsg::Failed(id, words.to_owned())),
    ]
}

fn sample() -> impl Strategy<Value = Sample> {
    let cpu = select(vec![
        None,
        Some(0.0),
        Some(6_400.0),
        Some(f64::NAN),
        Some(f64::INFINITY),
        Some(-1.0),
    ]);
    (id(), moment(), cpu, any::<[u64; 6]>()).prop_map(|(instance_id, at, cpu, numbers)| Sample {
        instance_id,
        at,
        cpu_percent_of_one_core: cpu,
        // No machine has more; sums of some of them must not overflow.
        memory_used_bytes: numbers[0] >> 8,
        memory_limit_bytes: numbers[1] >> 8,
        network_received_bytes: numbers[2],
        network_sent_bytes: numbers[3],
        block_read_bytes: numbers[4],
        block_written_bytes: numbers[5],
        pids: numbers[0] >> 32,
    })
}

fn task() -> impl Strategy<Value = TaskMsg> {
    let state = || {
        prop_oneof![
            Just(StepState::Waiting),
            Just(StepState::Running),
            Just(StepState::Done),
            Just(StepState::Skipped),
            name().prop_map(|words| StepState::Failed(words.to_owned())),
        ]
    };
    let error = name().prop_map(|words| WorkError {
        message: words.to_owned(),
        hint: Some(words.to_owned()),
    });
    let outcome = prop_oneof![
        prop::collection::vec(state(), 0..4).prop_map(Outcome::Applied),
        (id(), prop::option::of(container().prop_map(Box::new)))
            .prop_map(|(id, found)| Outcome::Inspected(id, found)),
        (id(), name()).prop_map(|(id, text)| Outcome::InspectText(id, format!("{{\n{text}"))),
        id().prop_map(|id| Outcome::Top(id, processes())),
        id().prop_map(|id| Outcome::LastLines(id, Vec::new())),
        Just(Outcome::Contexts(contexts())),
        name().prop_map(|name| Outcome::Saved(name.to_owned())),
    ];
    prop_oneof![
        (0_usize..5, state())
            .prop_map(|(step, state)| TaskMsg::Progress(Progress::Step(StepId(step), state))),
        outcome.prop_map(|outcome| TaskMsg::Done(Ok(outcome))),
        error.prop_map(|error| TaskMsg::Done(Err(error))),
        name().prop_map(|words| TaskMsg::Panicked(words.to_owned())),
    ]
}

fn project() -> impl Strategy<Value = ProjectMsg> {
    let reading = prop_oneof![
        Just(Reading::Unread),
        name().prop_map(|words| Reading::Missing(words.to_owned())),
        prop::collection::vec(name(), 0..9).prop_map(|words| {
            let lines: Vec<String> = words.into_iter().map(str::to_owned).collect();
            Reading::Broken(Arc::new(Broken {
                short: lines.concat(),
                place: lines.first().cloned().unwrap_or_default(),
                lines,
            }))
        }),
        prop::collection::vec(name(), 0..4).prop_map(Reading::of_services),
    ];
    (name(), reading, any::<bool>()).prop_map(|(name, reading, is_here)| ProjectMsg {
        name: name.to_owned(),
        working_dir: format!("/srv/{name}"),
        files: vec![format!("/srv/{name}/compose.yaml")],
        reading,
        is_here,
    })
}

fn other() -> impl Strategy<Value = Msg> {
    prop_oneof![
        any::<bool>().prop_map(Msg::Focus),
        prop::option::of(any::<i64>()).prop_map(|code| Msg::Resumed(Ok(code))),
        name().prop_map(|words| Msg::Resumed(Err(words.to_owned()))),
        name().prop_map(|words| Msg::Copied(Err(words.to_owned()))),
        Just(Msg::Copied(Ok("memory"))),
        Just(Msg::Zone(jiff::tz::TimeZone::UTC)),
    ]
}

pub(crate) fn processes() -> ProcessTable {
    ProcessTable {
        titles: vec!["PID".to_owned(), "CMD".to_owned()],
        rows: (0..30)
            .map(|number| vec![number.to_string(), "日本 sleep".to_owned()])
            .collect(),
    }
}

pub(crate) fn contexts() -> Vec<ContextChoice> {
    ["default", "日本"]
        .map(|name| ContextChoice {
            name: name.to_owned(),
            endpoint: "unix:///var/run/docker.sock".to_owned(),
            is_current: name == "default",
        })
        .to_vec()
}
