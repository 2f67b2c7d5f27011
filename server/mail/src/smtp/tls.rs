//! Whom a mail server has to be: checked against the system's roots, the built-in ones and one's own authority; or
//! anybody, where encryption is a gift (RFC 7435).

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use tokio_rustls::TlsConnector;

/// Certificates of one's own authority, or of the mail server itself (`PARLOR_SMTP_CA`).
#[derive(Debug, Clone, Default)]
pub struct Authority(Vec<CertificateDer<'static>>);

/// Why a file holds no authority.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// It cannot be read, or is no PEM.
    #[error("{0}")]
    Unreadable(String),
    /// It is readable, and holds none.
    #[error("it holds no certificate; a PEM file with one is wanted")]
    Empty,
}

impl Authority {
    /// Reads all certificates of a PEM file.
    pub fn read(file: &Path) -> Result<Self, AuthorityError> {
        let unreadable = |error: rustls::pki_types::pem::Error| AuthorityError::Unreadable(error.to_string());
        let found = CertificateDer::pem_file_iter(file).map_err(unreadable)?;
        let certificates = found.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
        let mut roots = RootCertStore::empty();
        for certificate in &certificates {
            roots.add(certificate.clone()).map_err(|error| AuthorityError::Unreadable(error.to_string()))?;
        }
        if certificates.is_empty() { Err(AuthorityError::Empty) } else { Ok(Self(certificates)) }
    }
}

/// Encrypts, and refuses a server whose certificate does not hold.
pub(crate) fn checked(authority: &Authority) -> Result<TlsConnector, Error> {
    connector(authority, false)
}

/// Encrypts with whoever answers.
pub(crate) fn unchecked() -> Result<TlsConnector, Error> {
    connector(&Authority::default(), true)
}

fn connector(authority: &Authority, anybody: bool) -> Result<TlsConnector, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Verifier::new(authority, Arc::clone(&provider), anybody)?;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

struct Verifier {
    web: Arc<WebPkiServerVerifier>,
    own: Vec<CertificateDer<'static>>,
    anybody: bool,
}

impl Verifier {
    fn new(authority: &Authority, provider: Arc<CryptoProvider>, anybody: bool) -> Result<Self, Error> {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        if !anybody {
            let system = rustls_native_certs::load_native_certs();
            for problem in system.errors {
                tracing::warn!(%problem, "one of the system's roots cannot be read");
            }
            roots.add_parsable_certificates(system.certs);
        }
        for certificate in &authority.0 {
            roots.add(certificate.clone())?;
        }
        let web = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build();
        let web = web.map_err(|error| Error::General(error.to_string()))?;
        Ok(Self { web, own: authority.0.clone(), anybody })
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").field("anybody", &self.anybody).finish_non_exhaustive()
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        // A server's own certificate, given as the authority, is that server, though it may say to be an authority too.
        if self.anybody || self.own.iter().any(|own| own == end_entity) {
            return Ok(ServerCertVerified::assertion());
        }
        self.web.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.web.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.web.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.web.supported_verify_schemes()
    }
}
