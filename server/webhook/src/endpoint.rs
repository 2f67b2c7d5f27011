//! One try: the event is posted, on a connection of its own, and what the receiver says counts by its status alone. No
//! redirect is followed, and no body is read.

use std::{fmt, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use domain::WebhookEventId;
use http_body_util::Full;
use hyper::{
    Request, StatusCode,
    body::Bytes,
    client::conn::http1,
    header::{CONNECTION, CONTENT_TYPE, HOST, USER_AGENT},
    rt::{Read, Write},
};
use hyper_util::rt::TokioIo;
use rustls::{ClientConfig, RootCertStore, pki_types::ServerName};
use tokio::{net::TcpStream, pin, time::timeout};
use tokio_rustls::TlsConnector;

use crate::{Secrets, WebhookUrl};

/// How long a try may take, from the look-up of the host to the receiver's status.
pub const TIMEOUT: Duration = Duration::from_secs(15);

/// The operator's receiver.
pub struct Endpoint {
    url: WebhookUrl,
    secrets: Secrets,
    tls: TlsConnector,
    timeout: Duration,
}

/// An event on its way.
#[derive(Clone, Copy, Debug)]
pub struct Delivery<'a> {
    /// The same at every try, so that the receiver knows it again.
    pub id: WebhookEventId,
    /// When it is tried.
    pub at: DateTime<Utc>,
    /// JSON of the event, the same at every try.
    pub body: &'a str,
}

/// Why an event was not delivered. It tells nothing of what the receiver wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryError {
    /// The receiver says that it will never take any more: 410 Gone.
    Gone,
    /// It may work later.
    Temporary(String),
}

impl fmt::Display for DeliveryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone => f.write_str("the receiver answered 410 Gone"),
            Self::Temporary(problem) => f.write_str(problem),
        }
    }
}

impl Endpoint {
    /// A receiver at this address, who knows these secrets.
    ///
    /// # Errors
    /// When there is no encryption to be had.
    pub fn new(url: WebhookUrl, secrets: Secrets, timeout: Duration) -> Result<Self, rustls::Error> {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        if url.is_https() {
            let system = rustls_native_certs::load_native_certs();
            for problem in system.errors {
                tracing::warn!(%problem, "one of the system's roots cannot be read");
            }
            roots.add_parsable_certificates(system.certs);
        }
        let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { url, secrets, tls: TlsConnector::from(Arc::new(config)), timeout })
    }

    /// Where it is, without its path.
    pub const fn url(&self) -> &WebhookUrl {
        &self.url
    }

    /// Tries once to deliver the event.
    ///
    /// # Errors
    /// When the receiver did not answer 2xx.
    pub async fn deliver(&self, delivery: &Delivery<'_>) -> Result<(), DeliveryError> {
        match timeout(self.timeout, self.post(delivery)).await {
            Ok(Ok(status)) if status.is_success() => Ok(()),
            Ok(Ok(StatusCode::GONE)) => Err(DeliveryError::Gone),
            Ok(Ok(status)) => Err(DeliveryError::Temporary(format!("the receiver answered {status}"))),
            Ok(Err(problem)) => Err(DeliveryError::Temporary(problem)),
            Err(_) => {
                let seconds = self.timeout.as_secs();
                Err(DeliveryError::Temporary(format!("the receiver did not answer within {seconds} s")))
            }
        }
    }

    async fn post(&self, delivery: &Delivery<'_>) -> Result<StatusCode, String> {
        let request = self.request(delivery).map_err(|problem| problem.to_string())?;
        let stream = TcpStream::connect((self.url.host(), self.url.port()))
            .await
            .map_err(|problem| format!("the receiver cannot be reached: {problem}"))?;
        if !self.url.is_https() {
            return send(TokioIo::new(stream), request).await;
        }
        let name = ServerName::try_from(self.url.host().to_owned()).map_err(|problem| problem.to_string())?;
        let stream = self
            .tls
            .connect(name, stream)
            .await
            .map_err(|problem| format!("no encryption to the receiver: {problem}"))?;
        send(TokioIo::new(stream), request).await
    }

    fn request(&self, delivery: &Delivery<'_>) -> Result<Request<Full<Bytes>>, hyper::http::Error> {
        let (id, timestamp) = (delivery.id.to_string(), delivery.at.timestamp());
        Request::post(self.url.path_and_query())
            .header(HOST, self.url.authority())
            .header(CONTENT_TYPE, "application/json")
            .header(USER_AGENT, concat!("Parlor/", env!("CARGO_PKG_VERSION")))
            .header(CONNECTION, "close")
            .header("webhook-signature", self.secrets.sign(&id, timestamp, delivery.body))
            .header("webhook-id", id)
            .header("webhook-timestamp", timestamp)
            .body(Full::from(delivery.body.to_owned()))
    }
}

/// The status of the answer; the connection ends with it.
async fn send(io: impl Read + Write + Unpin, request: Request<Full<Bytes>>) -> Result<StatusCode, String> {
    let broken = |problem: hyper::Error| format!("the receiver broke off: {problem}");
    let (mut sender, connection) = http1::handshake(io).await.map_err(broken)?;
    let answer = sender.send_request(request);
    pin!(answer);
    let answer = tokio::select! {
        biased;
        answer = &mut answer => answer,
        // It ended, and brought the answer before, or says why there is none.
        _ = connection => answer.await,
    };
    Ok(answer.map_err(broken)?.status())
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// What becomes of a try at a receiver that answers with these bytes, and what it was asked. Without any it says nothing.
    async fn tried(answer: &'static str) -> (Result<(), DeliveryError>, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/in?key=1", listener.local_addr().unwrap());
        let receiver = tokio::spawn(async move {
            let (mut client, _) = listener.accept().await.unwrap();
            let mut asked = Vec::new();
            while !asked.ends_with(b"{}") {
                let mut part = [0; 1024];
                let length = client.read(&mut part).await.unwrap();
                asked.extend_from_slice(&part[..length]);
            }
            client.write_all(answer.as_bytes()).await.unwrap();
            if answer.is_empty() {
                // Until the other side has had enough.
                let _ = client.read(&mut [0; 1]).await;
            }
            String::from_utf8(asked).unwrap()
        });
        let endpoint =
            Endpoint::new(url.parse().ok().unwrap(), SECRET.parse().ok().unwrap(), Duration::from_millis(500)).unwrap();
        let id = "01970000-0000-7000-8000-000000000001".parse().unwrap();
        let outcome = endpoint.deliver(&Delivery { id, at: DateTime::UNIX_EPOCH, body: "{}" }).await;
        (outcome, receiver.await.unwrap())
    }

    fn temporary(problem: &str) -> Result<(), DeliveryError> {
        Err(DeliveryError::Temporary(problem.to_owned()))
    }

    // ST-3
    #[tokio::test]
    async fn st_3_what_is_asked_and_what_the_answer_means() {
        let (outcome, asked) = tried("HTTP/1.1 204 No Content\r\n\r\n").await;
        assert_eq!(outcome, Ok(()));
        assert!(asked.starts_with("POST /in?key=1 HTTP/1.1\r\nhost: 127.0.0.1:"), "{asked}");
        for header in [
            "content-type: application/json",
            "webhook-id: 01970000-0000-7000-8000-000000000001",
            "webhook-timestamp: 0",
            "webhook-signature: v1,",
            "content-length: 2",
        ] {
            assert!(asked.contains(&format!("\r\n{header}")), "{header} in {asked}");
        }
        // A body that never comes is not waited for.
        assert_eq!(tried("HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n").await.0, Ok(()));
        assert_eq!(tried("HTTP/1.1 410 Gone\r\n\r\n").await.0, Err(DeliveryError::Gone));
        for (answer, problem) in [
            ("HTTP/1.1 500 Internal Server Error\r\n\r\n", "the receiver answered 500 Internal Server Error"),
            ("HTTP/1.1 404 Not Found\r\n\r\n", "the receiver answered 404 Not Found"),
            ("HTTP/1.1 302 Found\r\nlocation: /in\r\n\r\n", "the receiver answered 302 Found"),
        ] {
            assert_eq!(tried(answer).await.0, temporary(problem));
        }
        assert_eq!(tried("").await.0, temporary("the receiver did not answer within 0 s"));
        assert!(matches!(tried("no HTTP at all\r\n\r\n").await.0, Err(DeliveryError::Temporary(_))));
    }

    // ST-3: whoever cannot prove to be the receiver learns nothing, and their yes does not count.
    #[tokio::test]
    async fn st_3_nothing_is_sent_in_the_clear_where_https_is_set() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://{}/in", listener.local_addr().unwrap());
        let receiver = tokio::spawn(async move {
            let (mut client, _) = listener.accept().await.unwrap();
            client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
            let mut asked = Vec::new();
            // The other side hangs up.
            let _ = client.read_to_end(&mut asked).await;
            String::from_utf8_lossy(&asked).into_owned()
        });
        let endpoint = Endpoint::new(url.parse().ok().unwrap(), SECRET.parse().ok().unwrap(), TIMEOUT).unwrap();
        let id = "01970000-0000-7000-8000-000000000001".parse().unwrap();
        let outcome = endpoint.deliver(&Delivery { id, at: DateTime::UNIX_EPOCH, body: "{}" }).await;
        assert!(matches!(outcome, Err(DeliveryError::Temporary(problem)) if problem.starts_with("no encryption")));
        assert!(!receiver.await.unwrap().contains("webhook"));
    }

    // ST-3
    #[tokio::test]
    async fn st_3_a_receiver_that_is_away_is_tried_later() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        drop(listener);
        let endpoint = Endpoint::new(url.parse().ok().unwrap(), SECRET.parse().ok().unwrap(), TIMEOUT).unwrap();
        let id = "01970000-0000-7000-8000-000000000001".parse().unwrap();
        let outcome = endpoint.deliver(&Delivery { id, at: DateTime::UNIX_EPOCH, body: "{}" }).await;
        assert!(matches!(outcome, Err(DeliveryError::Temporary(problem)) if problem.contains("cannot be reached")));
    }
}
