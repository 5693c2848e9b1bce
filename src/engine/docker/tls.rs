//! TLS to an engine: the files of a connection read into rustls' configuration.
#![expect(
    clippy::disallowed_methods,
    reason = "key material is read where the connection is made"
)]

use crate::engine::docker::endpoint::TlsFiles;
use crate::engine::error::EngineError;
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::WebPkiServerVerifier;
use tokio_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use tokio_rustls::rustls::{
    self, AlertDescription, CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore,
    SignatureScheme,
};

/// Reads the files and builds the connector. Synchronous: call it where blocking is allowed.
pub(super) fn connector(files: &TlsFiles) -> Result<TlsConnector, EngineError> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| unusable(format!("TLS cannot be used: {error}")))?;
    let builder = if files.verify {
        let roots = Arc::new(roots(files.ca.as_deref())?);
        let verifier = WebPkiServerVerifier::builder_with_provider(roots, provider)
            .build()
            .map_err(|error| unusable(format!("TLS cannot be used: {error}")))?;
        builder.with_webpki_verifier(verifier)
    } else {
        builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Unchecked(provider)))
    };
    let config = match &files.identity {
        None => builder.with_no_client_auth(),
        Some((certificate, key)) => builder
            .with_client_auth_cert(certificates(certificate)?, private_key(key)?)
            .map_err(|error| {
                unusable(format!(
                    "`{}` and `{}` cannot be used: {error}",
                    certificate.display(),
                    key.display()
                ))
            })?,
    };
    Ok(TlsConnector::from(Arc::new(config)))
}

/// The name that the engine's certificate must carry.
pub(super) fn server_name(host: &str) -> Result<ServerName<'static>, EngineError> {
    ServerName::try_from(host.to_owned())
        .map_err(|error| unusable(format!("`{host}` is no host name: {error}")))
}

/// What a failed TLS connection means, in words and with what to do.
pub(super) fn failure(error: &rustls::Error) -> EngineError {
    let hint = match error {
        rustls::Error::InvalidCertificate(reason) => match reason {
            CertificateError::UnknownIssuer | CertificateError::BadSignature => {
                "the engine's certificate is not signed by this `ca.pem`: take the one that the engine's \
                 certificate was made with"
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                "the engine's certificate is for another name: connect by a name that stands in it"
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                "the engine's certificate has expired: renew it"
            }
            _ => "the engine's certificate cannot be trusted",
        },
        rustls::Error::AlertReceived(
            AlertDescription::BadCertificate
            | AlertDescription::CertificateRequired
            | AlertDescription::CertificateUnknown
            | AlertDescription::CertificateExpired
            | AlertDescription::UnknownCA
            | AlertDescription::DecryptError
            | AlertDescription::AccessDenied
            | AlertDescription::HandshakeFailure,
        ) => {
            "the engine does not accept our certificate: `cert.pem` and `key.pem` must be signed by the authority \
             that the engine trusts"
        }
        rustls::Error::InvalidMessage(_) => {
            "the endpoint does not speak TLS: unset DOCKER_TLS_VERIFY and DOCKER_TLS, or use its TLS port (2376)"
        }
        _ => {
            "check ca.pem, cert.pem and key.pem in DOCKER_CERT_PATH, or the TLS files of the docker context"
        }
    };
    EngineError::Unreachable {
        reason: format!(
            "TLS failed: {}",
            crate::model::text::sanitise(&error.to_string())
        ),
        hint: Some(hint.to_owned()),
    }
}

fn unusable(reason: String) -> EngineError {
    EngineError::Unreachable {
        reason,
        hint: Some(
            "check ca.pem, cert.pem and key.pem in DOCKER_CERT_PATH, or the TLS files of the docker context"
                .to_owned(),
        ),
    }
}

fn roots(ca: Option<&Path>) -> Result<RootCertStore, EngineError> {
    let mut store = RootCertStore::empty();
    if let Some(path) = ca {
        for certificate in certificates(path)? {
            store.add(certificate).map_err(|error| {
                unusable(format!("`{}` cannot be used: {error}", path.display()))
            })?;
        }
    } else {
        let found = rustls_native_certs::load_native_certs();
        store.add_parsable_certificates(found.certs);
        if store.is_empty() {
            return Err(unusable(
                "no certificate authority is known: neither a `ca.pem` nor the system's".to_owned(),
            ));
        }
    }
    Ok(store)
}

fn read(path: &Path) -> Result<Vec<u8>, EngineError> {
    std::fs::read(path).map_err(|error| {
        unusable(format!(
            "cannot read `{}`: {}",
            path.display(),
            super::refusal::io_words(&error)
        ))
    })
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, EngineError> {
    let text = read(path)?;
    let found = CertificateDer::pem_slice_iter(&text)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| unusable(format!("`{}` is no PEM file: {error}", path.display())))?;
    if found.is_empty() {
        return Err(unusable(format!(
            "`{}` holds no certificate",
            path.display()
        )));
    }
    Ok(found)
}

fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>, EngineError> {
    PrivateKeyDer::from_pem_slice(&read(path)?).map_err(|_error| {
        // An encrypted key is not an item of its own to the parser: it finds none.
        unusable(format!(
            "`{}` holds no private key that can be used (an encrypted one cannot)",
            path.display()
        ))
    })
}

/// `DOCKER_TLS` without `DOCKER_TLS_VERIFY`, or a context's `SkipTLSVerify`: encrypted, but to whomever answers, as
/// docker does it.
#[derive(Debug)]
struct Unchecked(Arc<CryptoProvider>);

impl ServerCertVerifier for Unchecked {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls12_signature(
            message,
            certificate,
            signed,
            &self.0.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls13_signature(
            message,
            certificate,
            signed,
            &self.0.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
