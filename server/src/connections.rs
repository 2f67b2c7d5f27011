//! The connections of clients: how many there may be, and how long each may make the server wait.
//!
//! Whoever is slow must not keep others out: a connection that waits for its client is closed at its bound, and sooner when
//! its place is needed.

mod book;
mod files;
mod watched;

use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Request, Response, header},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    time::{Instant, MissedTickBehavior, interval},
};
use tower::Service;

use book::{Book, Seat};
use watched::{Answer, Upload, Watched};

/// Between two looks for connections whose time is over.
const SWEEP: Duration = Duration::from_secs(1);
/// After a connection could not be accepted, since the machine is short of something.
const BREATH: Duration = Duration::from_millis(100);
/// A client that acknowledges nothing of what it was sent for this long has vanished: its machine sleeps, or lost its network
/// without a word. Streams are sent something every two seconds, so it is known whose tab is not open any more.
const VANISHED: Duration = Duration::from_secs(30);
/// Between two warnings that there is no room.
const WARN_AGAIN: Duration = Duration::from_mins(1);
/// What a client hears for whom there is no room.
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// Answers connections until `stopping`, and then until the last request is answered.
pub(crate) async fn serve(listener: TcpListener, router: Router, mut stopping: watch::Receiver<bool>) {
    let book = Arc::new(Book::new(files::connections()));
    let sweeper = tokio::spawn(sweep(Arc::clone(&book)));
    let mut warned: Option<Instant> = None;
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopping.wait_for(|stopping| *stopping) => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            // The client's own affair.
            Err(error) if is_gone(&error) => continue,
            Err(error) => {
                tracing::error!(%error, "a connection could not be accepted");
                tokio::time::sleep(BREATH).await;
                continue;
            }
        };
        let now = Instant::now();
        let Some(seat) = book.open(now) else {
            // Not waited for: it either fits into the socket's buffer or is lost.
            let _ = stream.try_write(FULL);
            if warned.is_none_or(|before| now.duration_since(before) >= WARN_AGAIN) {
                warned = Some(now);
                tracing::warn!(connections = book.most(), "no room for another connection: all are being answered");
            }
            continue;
        };
        tokio::spawn(answer(stream, peer, router.clone(), seat, stopping.clone()));
    }
    drop(listener);
    book.emptied().await;
    sweeper.abort();
}

async fn sweep(book: Arc<Book>) {
    let mut ticks = interval(SWEEP);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        book.close_overdue(Instant::now());
    }
}

/// Has the kernel end the connection once its client has vanished.
#[cfg(target_os = "linux")]
fn notice_vanishing(stream: &TcpStream) {
    let millis = u32::try_from(VANISHED.as_millis()).unwrap_or(u32::MAX);
    // Without it a stream of a client that vanished ends when the kernel gives up by itself, a quarter of an hour later.
    let _ = rustix::net::sockopt::set_tcp_user_timeout(stream, millis);
}

#[cfg(not(target_os = "linux"))]
fn notice_vanishing(_: &TcpStream) {}

fn is_gone(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

fn is_stream(response: &Response<Body>) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"))
}

/// Answers the requests of one connection.
async fn answer(stream: TcpStream, peer: SocketAddr, router: Router, seat: Seat, mut stopping: watch::Receiver<bool>) {
    // Answers are written whole; without this the last part of each would wait for the client's acknowledgement.
    let _ = stream.set_nodelay(true);
    notice_vanishing(&stream);
    let watch = seat.watch();
    let requests = {
        let watch = watch.clone();
        service_fn(move |request: Request<Incoming>| {
            let (mut router, watch) = (router.clone(), watch.clone());
            watch.head_came();
            let mut request = request.map(|body| Body::new(Upload::new(body, watch.clone())));
            request.extensions_mut().insert(ConnectInfo(peer));
            async move {
                let answered = router.call(request).await;
                if answered.as_ref().is_ok_and(is_stream) {
                    watch.streams();
                }
                answered.map(|response| response.map(|body| Answer::new(body, watch))) as Result<_, Infallible>
            }
        })
    };
    // Its own bound for heads would also be that of idle connections, which proxies keep for longer.
    let mut server = http1::Builder::new();
    server.header_read_timeout(None);
    let connection = server.serve_connection(TokioIo::new(Watched::new(stream, watch)), requests);
    tokio::pin!(connection);
    let mut told = false;
    loop {
        tokio::select! {
            // Errors are the client's: it hung up, or does not speak HTTP.
            _ = connection.as_mut() => break,
            () = seat.closed() => break,
            _ = stopping.wait_for(|stopping| *stopping), if !told => {
                told = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}
