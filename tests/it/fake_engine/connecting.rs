//! Finding out whether there is an engine, and which.

use super::server::{FakeEngine, Step, json, ping, send, short_limits};
use stacktui::engine::docker::{ConnectOptions, DockerEngine, Endpoint};
use stacktui::engine::{EngineError, Observe};
use stacktui::hosts::{self, HostSpec};
use stacktui::model::observed::EngineInfo;

async fn info(
    ping_answer: &'static str,
    api_version: Option<&str>,
) -> Result<EngineInfo, EngineError> {
    let fake = FakeEngine::start_raw(move |_| send(ping_answer));
    let options = ConnectOptions {
        api_version: api_version.map(str::to_owned),
        limits: short_limits(),
        ..ConnectOptions::default()
    };
    DockerEngine::connect(&fake.endpoint(), &options)
        .await
        .map(|(_, info)| info)
}

fn reason(error: &EngineError) -> String {
    error.to_string()
}

#[tokio::test]
async fn the_version_is_negotiated_and_the_product_recognised() {
    let docker = info(
        "HTTP/1.1 200 OK\r\nApi-Version: 1.99\r\nServer: Docker/31.0.1 (linux)\r\nContent-Length: 0\r\n\r\n",
        None,
    )
    .await
    .unwrap();
    assert_eq!(
        (docker.api_version.as_str(), docker.version.as_str()),
        ("1.53", "31.0.1")
    );
    assert!(!docker.is_podman);
    let podman = info(
        "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nLibpod-Api-Version: 5.4.2\r\nServer: Libpod/5.4.2 (linux)\r\nContent-Length: 0\r\n\r\n",
        None,
    )
    .await
    .unwrap();
    assert!(podman.is_podman);
    assert_eq!(podman.version, "5.4.2");
    let old = "HTTP/1.1 200 OK\r\nApi-Version: 1.38\r\nContent-Length: 0\r\n\r\n";
    let error = info(old, None).await.unwrap_err();
    assert!(reason(&error).contains("1.38"), "{error}");
    let set = info(old, Some("1.44")).await.unwrap();
    assert_eq!(set.api_version, "1.44");
    let error = info(old, Some("new")).await.unwrap_err();
    assert!(reason(&error).contains("DOCKER_API_VERSION"), "{error}");
}

#[tokio::test]
async fn the_engines_clock_is_compared_with_ours() {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    let ahead = i64::try_from(now.as_secs()).unwrap() + 3_600;
    let at = stacktui::model::time::Timestamp::from_seconds(ahead).to_string();
    // 2026-11-24T07:58:46Z, with an hour more than our clock says.
    let (year, month, day, time) = (&at[..4], &at[5..7], &at[8..10], &at[11..19]);
    let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let month = months[month.parse::<usize>().unwrap() - 1];
    let date = format!("Date: Mon, {day} {month} {year} {time} GMT\r\n");
    let fake = FakeEngine::start_raw(move |_| ping("1.41", &date));
    let info = fake.connect().await.ping().await.unwrap();
    let minutes = info.clock_offset_nanos / 60_000_000_000;
    assert!((59..=60).contains(&minutes), "{}", info.clock_offset_nanos);
}

#[tokio::test]
async fn headers_that_are_set_go_with_each_request() {
    let (sender, mut receiver) = tokio::sync::mpsc::channel(4);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s");
    let listener = tokio::net::UnixListener::bind(&path).unwrap();
    tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut buffer = vec![0; 4_096];
        let count = stream.read(&mut buffer).await.unwrap();
        let text = String::from_utf8_lossy(&buffer[..count]).to_lowercase();
        sender.send(text).await.unwrap();
        let Step::Send(answer) = ping("1.41", "").remove(0) else {
            return;
        };
        stream.write_all(&answer).await.unwrap();
    });
    let options = ConnectOptions {
        headers: vec![("X-Team".to_owned(), "web".to_owned())],
        ..ConnectOptions::default()
    };
    DockerEngine::connect(&Endpoint::Unix(path), &options)
        .await
        .unwrap();
    let request = receiver.recv().await.unwrap();
    assert!(request.contains("\r\nx-team: web\r\n"), "{request}");
    assert!(request.contains("\r\nhost: "), "{request}");
}

#[tokio::test]
async fn a_proxy_without_ping_still_tells_the_version() {
    let fake = FakeEngine::start_raw(|request| match request {
        "GET /_ping" => json("403 Forbidden", ""),
        _ => send("HTTP/1.1 200 OK\r\nApi-Version: 1.43\r\nContent-Length: 2\r\n\r\n{}"),
    });
    let info = fake.connect().await.ping().await.unwrap();
    assert_eq!(info.api_version, "1.43");
}

#[tokio::test]
async fn what_is_no_engine_is_told_so() {
    let web = info("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", None).await;
    assert!(
        reason(&web.unwrap_err()).contains("is it an engine"),
        "a web server"
    );
    let ssh = info("SSH-2.0-OpenSSH_9.2p1\r\n", None).await;
    assert!(matches!(ssh, Err(EngineError::Protocol(_))), "{ssh:?}");
    let closed = info("HTTP/1.1 200", None).await.unwrap_err();
    assert!(closed.is_lost(), "{closed:?}");
    let hanging = FakeEngine::start_raw(|_| vec![Step::Hang]);
    let options = ConnectOptions {
        limits: short_limits(),
        ..ConnectOptions::default()
    };
    let error = DockerEngine::connect(&hanging.endpoint(), &options)
        .await
        .err();
    assert_eq!(error, Some(EngineError::Timeout { seconds: 2 }));
}

#[tokio::test]
async fn each_endpoint_that_was_tried_is_told_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.sock");
    let dead = folder.path().join("dead.sock");
    drop(std::os::unix::net::UnixListener::bind(&dead).unwrap());
    let spec = HostSpec {
        id: "local".into(),
        candidates: vec![
            Endpoint::Unix(missing.clone()),
            Endpoint::Unix(dead.clone()),
        ],
        chosen_by: "default".to_owned(),
        options: ConnectOptions::default(),
    };
    let error = hosts::connect(&spec).await.err().unwrap();
    let reasons: Vec<_> = error
        .tried
        .iter()
        .map(|attempt| attempt.reason.as_str())
        .collect();
    assert_eq!(reasons, ["no such file or directory", "connection refused"]);
    assert_eq!(
        error.tried[0].endpoint,
        format!("unix://{}", missing.display())
    );
    assert_eq!(error.chosen_by, "default");
    // The socket that is there tells more than the one that is not.
    assert!(error.hint.unwrap().contains("systemctl start docker"));
    let fake = FakeEngine::start(|_| Vec::new());
    let spec = HostSpec {
        candidates: vec![Endpoint::Unix(missing), fake.endpoint()],
        ..spec
    };
    let connected = hosts::connect(&spec).await.ok().unwrap();
    assert_eq!(connected.endpoint, fake.endpoint());
}

#[tokio::test]
async fn a_port_where_nothing_listens_and_a_name_that_is_none_are_told() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let error = |host: &str| {
        let endpoint = Endpoint::Tcp {
            host: host.to_owned(),
            port,
            tls: None,
        };
        async move {
            DockerEngine::connect(&endpoint, &ConnectOptions::default())
                .await
                .err()
                .unwrap()
        }
    };
    let refused = error("127.0.0.1").await;
    assert_eq!(refused.to_string(), "connection refused");
    assert!(refused.hint().unwrap().contains("nothing listens"));
    let unknown = error("no-such-host.invalid").await;
    assert!(unknown.is_lost());
    assert!(unknown.hint().unwrap().contains("name"), "{unknown:?}");
}
