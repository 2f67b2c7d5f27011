//! The operator's billing: a receiver of the webhook that checks each signature by itself.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use base64ct::{Base64, Encoding};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

use super::App;

/// How long what was promised may take, on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(30);

/// A receiver of the webhook.
pub struct Receiver {
    address: SocketAddr,
    desk: Arc<Desk>,
    server: Mutex<Option<JoinHandle<()>>>,
}

/// A delivery, as it came in. Its signature held.
#[derive(Clone, Debug)]
pub struct Delivered {
    /// The same at every try.
    pub id: String,
    /// Seconds since 1970 at which it was tried.
    pub tried_at: i64,
    /// What was sent, to the byte.
    pub text: String,
    /// The event.
    pub event: Value,
}

struct Desk {
    /// Deliveries of both kinds of answer, in the order in which they came.
    delivered: Mutex<Vec<Delivered>>,
    /// What did not hold.
    forged: Mutex<Vec<String>>,
    /// What is answered next; then 204.
    answers: Mutex<VecDeque<StatusCode>>,
    /// While it is, nobody hears an answer.
    holds: watch::Sender<bool>,
}

impl Receiver {
    /// What the stories' server and the receiver know.
    pub const SECRET: &str = "whsec_c2VjcmV0IG9mIHRoZSBzdG9yaWVzLCAzMiBieXRl";

    /// A receiver that is there.
    pub async fn start() -> Self {
        let receiver = Self::away().await;
        receiver.open().await;
        receiver
    }

    /// A receiver that is not there yet: nobody listens at its address.
    pub async fn away() -> Self {
        // An address of its own, so that nobody takes the port meanwhile.
        let listener = TcpListener::bind("127.0.0.99:0").await.unwrap();
        let desk = Desk {
            delivered: Mutex::default(),
            forged: Mutex::default(),
            answers: Mutex::default(),
            holds: watch::Sender::new(false),
        };
        Self { address: listener.local_addr().unwrap(), desk: Arc::new(desk), server: Mutex::default() }
    }

    /// Comes to be there.
    pub async fn open(&self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        let router = Router::new().route("/billing/parlor", post(take)).with_state(self.desk.clone());
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        *self.server.lock().unwrap() = Some(server);
    }

    /// The settings of a server that tells it.
    pub fn settings(&self) -> [(&'static str, String); 2] {
        [
            ("PARLOR_BILLING_WEBHOOK_URL", format!("http://{}/billing/parlor?key=1", self.address)),
            ("PARLOR_BILLING_WEBHOOK_SECRET", Self::SECRET.to_owned()),
        ]
    }

    /// A server that tells it.
    pub async fn told_by(&self, engine: super::Engine) -> App {
        let settings = self.settings();
        App::start_with(engine, &settings.each_ref().map(|(name, value)| (*name, value.as_str()))).await
    }

    /// Answers so next time, in this order.
    pub fn answers(&self, statuses: &[u16]) {
        self.desk.answers.lock().unwrap().extend(statuses.iter().map(|status| StatusCode::from_u16(*status).unwrap()));
    }

    /// Takes what comes and does not answer, or answers what waits, too.
    pub fn holds(&self, holds: bool) {
        self.desk.holds.send_replace(holds);
    }

    /// What was delivered by now, and held.
    pub fn delivered(&self) -> Vec<Delivered> {
        assert_eq!(*self.desk.forged.lock().unwrap(), Vec::<String>::new());
        self.desk.delivered.lock().unwrap().clone()
    }

    /// What was delivered, once `done` says that this is what is waited for.
    pub async fn once(&self, app: &App, done: impl Fn(&[Delivered]) -> bool) -> Vec<Delivered> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let delivered = self.delivered();
            if done(&delivered) {
                return delivered;
            }
            assert!(Instant::now() < deadline, "{delivered:#?}\n{}", app.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The same once so many came.
    pub async fn count(&self, app: &App, count: usize) -> Vec<Delivered> {
        self.once(app, |delivered| delivered.len() >= count).await
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        if let Some(server) = self.server.get_mut().unwrap().take() {
            server.abort();
        }
    }
}

async fn take(State(desk): State<Arc<Desk>>, headers: HeaderMap, text: String) -> StatusCode {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (id, timestamp, signatures) = (header("webhook-id"), header("webhook-timestamp"), header("webhook-signature"));
    let wanted = format!("v1,{}", sign(Receiver::SECRET, &format!("{id}.{timestamp}.{text}")));
    let holds = signatures.split(' ').any(|signature| signature == wanted);
    let (Ok(tried_at), Ok(event), true) = (timestamp.parse(), serde_json::from_str(&text), holds) else {
        desk.forged.lock().unwrap().push(format!("{headers:?} {text}"));
        return StatusCode::BAD_REQUEST;
    };
    desk.delivered.lock().unwrap().push(Delivered { id, tried_at, text, event });
    let answer = desk.answers.lock().unwrap().pop_front().unwrap_or(StatusCode::NO_CONTENT);
    // Fails only when nobody can let go any more.
    let _ = desk.holds.subscribe().wait_for(|holds| !holds).await;
    answer
}

/// HMAC with SHA-256, as RFC 2104 says it; not by the library that the server has.
fn sign(secret: &str, message: &str) -> String {
    let key = Base64::decode_vec(secret.strip_prefix("whsec_").unwrap()).unwrap();
    assert!(key.len() <= 64);
    let padded =
        |pad: u8| -> Vec<u8> { (0..64).map(|place| key.get(place).copied().unwrap_or_default() ^ pad).collect() };
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(message).finalize();
    Base64::encode_string(&Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize())
}
