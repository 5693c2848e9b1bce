//! TLS with right and wrong files. The server is ours, with the certificates of `tests/fixtures/tls`.

use super::server::{Step, ping};
use stacktui::engine::docker::{ConnectOptions, DockerEngine, Endpoint, TlsFiles};
use stacktui::engine::{EngineError, Observe};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/tls")
        .join(name)
}

fn certificates(name: &str) -> Vec<CertificateDer<'static>> {
    let text = std::fs::read(fixture(name)).unwrap();
    CertificateDer::pem_slice_iter(&text)
        .map(Result::unwrap)
        .collect()
}

/// A server for `localhost` that wants a certificate of its clients, as an engine with `--tlsverify`.
async fn server() -> u16 {
    let provider = Arc::new(ring::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(certificates("ca.pem").remove(0)).unwrap();
    let verifier =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
            .build()
            .unwrap();
    let key = std::fs::read(fixture("server-key.pem")).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier)
        .with_single_cert(
            certificates("server.pem"),
            PrivateKeyDer::from_pem_slice(&key).unwrap(),
        )
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    return;
                };
                let mut buffer = [0; 4_096];
                let _request = stream.read(&mut buffer).await;
                if let Step::Send(answer) = ping("1.41", "").remove(0) {
                    let _sent = stream.write_all(&answer).await;
                }
                let _closed = stream.shutdown().await;
            });
        }
    });
    port
}

fn files(ca: &str, identity: Option<&str>) -> TlsFiles {
    TlsFiles {
        ca: Some(fixture(ca)),
        identity: identity.map(|name| {
            (
                fixture(&format!("{name}.pem")),
                fixture(&format!("{name}-key.pem")),
            )
        }),
        verify: true,
    }
}

async fn connect(
    host: &str,
    port: u16,
    tls: Option<TlsFiles>,
) -> Result<DockerEngine, EngineError> {
    let endpoint = Endpoint::Tcp {
        host: host.to_owned(),
        port,
        tls,
    };
    DockerEngine::connect(&endpoint, &ConnectOptions::default())
        .await
        .map(|(engine, _)| engine)
}

#[tokio::test]
async fn the_right_files_connect() {
    let port = server().await;
    let engine = connect("localhost", port, Some(files("ca.pem", Some("client"))))
        .await
        .unwrap();
    assert!(engine.ping().await.is_ok());
}

#[tokio::test]
async fn without_verification_any_engine_is_taken() {
    let port = server().await;
    let tls = TlsFiles {
        ca: None,
        verify: false,
        ..files("ca.pem", Some("client"))
    };
    assert!(connect("127.0.0.1", port, Some(tls)).await.is_ok());
}

#[tokio::test]
async fn wrong_files_say_which_and_what_to_do() {
    let port = server().await;
    let missing = TlsFiles {
        ca: Some(fixture("missing.pem")),
        ..TlsFiles::default()
    };
    let no_key = TlsFiles {
        identity: Some((fixture("client.pem"), fixture("ca.pem"))),
        ..files("ca.pem", None)
    };
    let no_certificate = TlsFiles {
        ca: Some(fixture("client-key.pem")),
        ..files("ca.pem", None)
    };
    let mismatch = TlsFiles {
        identity: Some((fixture("client.pem"), fixture("stranger-key.pem"))),
        ..files("ca.pem", None)
    };
    let cases = [
        (
            "localhost",
            files("other-ca.pem", Some("client")),
            "UnknownIssuer",
            "not signed by this `ca.pem`",
        ),
        (
            "localhost",
            files("ca.pem", None),
            "CertificateRequired",
            "does not accept our certificate",
        ),
        (
            "localhost",
            files("ca.pem", Some("stranger")),
            "alert",
            "does not accept our certificate",
        ),
        (
            "127.0.0.1",
            files("ca.pem", Some("client")),
            "not valid for",
            "another name",
        ),
        (
            "localhost",
            TlsFiles {
                verify: true,
                ..missing
            },
            "missing.pem`: no such file",
            "DOCKER_CERT_PATH",
        ),
        (
            "localhost",
            no_key,
            "ca.pem` holds no private key",
            "DOCKER_CERT_PATH",
        ),
        (
            "localhost",
            no_certificate,
            "client-key.pem` holds no certificate",
            "DOCKER_CERT_PATH",
        ),
        ("localhost", mismatch, "cannot be used", "DOCKER_CERT_PATH"),
    ];
    for (host, tls, reason, hint) in cases {
        let error = connect(host, port, Some(tls)).await.err().unwrap();
        assert!(error.is_lost(), "{error:?}");
        assert!(error.to_string().contains(reason), "{reason}: {error:?}");
        assert!(error.hint().unwrap().contains(hint), "{hint}: {error:?}");
    }
}

#[tokio::test]
async fn tls_to_a_plain_port_and_plain_to_a_tls_port_are_told() {
    let plain = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = plain.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = plain.accept().await {
            let _sent = stream
                .write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
                .await;
        }
    });
    let error = connect("localhost", port, Some(files("ca.pem", None)))
        .await
        .err()
        .unwrap();
    assert!(
        error.hint().unwrap().contains("does not speak TLS"),
        "{error:?}"
    );
    // As a server written in Go answers.
    let go = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = go.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = go.accept().await {
            let mut buffer = [0; 4_096];
            let _request = stream.read(&mut buffer).await;
            let _sent = stream
                .write_all(
                    b"HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n",
                )
                .await;
        }
    });
    let error = connect("127.0.0.1", port, None).await.err().unwrap();
    assert!(
        error.hint().unwrap().contains("DOCKER_TLS_VERIFY"),
        "{error:?}"
    );
}
