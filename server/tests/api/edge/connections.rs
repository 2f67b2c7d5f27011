//! Connections: slow ones keep nobody out.

use std::time::{Duration, Instant};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::support::{App, Engine, MINA, UNDER, stories};

/// Until when something that is bound to happen must have.
const PATIENCE: Duration = Duration::from_secs(40);

async fn connect(app: &App, sent: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(app.url.trim_start_matches("http://")).await.unwrap();
    // The server may have closed it already.
    let _ = stream.write_all(sent).await;
    stream
}

/// Everything that comes until the other end closes.
async fn rest(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.expect("the connection is closed");
    String::from_utf8_lossy(&bytes).into_owned()
}

stories! {
    /// OP-8: what asks for no path, or breaks its body off, is a 400 in its own words, and nothing panics.
    async fn op_8_odd_requests_are_refused(app: &App) {
        for asked in ["GET sign-in", "GET evil.example:80", "HEAD a.b", "OPTIONS *", "GET javascript:1"] {
            let request = format!("{asked} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            let answer = rest(connect(app, request.as_bytes()).await).await;
            let status = answer.split(' ').nth(1).unwrap_or_default();
            assert!(matches!(status, "400" | "405"), "{asked}: {answer}");
        }
        let head = "POST /api/accounts/sign-in HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
                    Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n";
        let answer = rest(connect(app, format!("{head}0xf\r\nemail=a@x.example\r\n0\r\n\r\n").as_bytes()).await).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
        assert!(!app.log().contains("panicked"), "{}", app.log());
    }

    /// INP-7: too much in chunks, whose number nobody knows before, is heard out, so that the answer is.
    async fn inp_7_too_much_in_chunks_is_answered(app: &App) {
        let head = "POST /api/accounts/sign-in HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
                    Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n";
        let chunk = format!("4000\r\n{}\r\n", "x".repeat(0x4000));
        for chunks in [1, 64, 200] {
            let answer = rest(connect(app, format!("{head}{}0\r\n\r\n", chunk.repeat(chunks)).as_bytes()).await).await;
            assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("too-large"), "{chunks}: {answer}");
        }
    }

    /// FIELD-42, LOAD-4: more slow connections than there is room for, of every kind, do not keep others out.
    async fn field_42_slow_connections_keep_nobody_out(app: &App) {
        let app = App::start_with(app.engine, &[(UNDER, "/usr/bin/prlimit --nofile=256:256")]).await;
        app.browser().join(&app, &MINA).await;
        let mut slow = Vec::new();
        for begun in [
            "",
            "GET /sign-in HTTP/1.1\r\nHost: x\r\n",
            "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
            "POST /api/accounts/sign-in HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 100\r\n\r\nemail=",
        ] {
            for _ in 0..120 {
                slow.push(connect(&app, begun.as_bytes()).await);
            }
            // On connections of its own: a browser's may have made room.
            let page = rest(connect(&app, b"GET /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await).await;
            assert!(page.starts_with("HTTP/1.1 200") && page.contains("</html>"), "after {begun:?}: {page}");
            let form = serde_urlencoded::to_string([("email", MINA.email), ("password", MINA.password)]).unwrap();
            let head = "POST /api/accounts/sign-in HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
                        Content-Type: application/x-www-form-urlencoded\r\n";
            let sent = format!("{head}Content-Length: {}\r\n\r\n{form}", form.len());
            let signed_in = rest(connect(&app, sent.as_bytes()).await).await;
            assert!(signed_in.starts_with("HTTP/1.1 200"), "after {begun:?}: {signed_in}");
        }
        assert!(app.log().contains("few files may be open"), "the operator is told");
        drop(slow);
    }

    /// FIELD-42: half a head has 10 seconds, and then its connection ends.
    async fn field_42_half_a_head_has_its_time(app: &App) {
        let began = Instant::now();
        let ends = [
            connect(app, b"").await,
            connect(app, b"GET /sign-in HTTP/1.1\r\nHost: x\r\n").await,
        ]
        .map(rest);
        let answers = futures_util::future::join_all(ends).await;
        assert!(began.elapsed() >= Duration::from_secs(9), "not before its time");
        assert_eq!(answers, ["", ""]);
    }

    /// OP-6: what is under way at SIGTERM is answered; requests that come one behind the other on a connection are, too.
    async fn op_6_requests_in_a_row_are_answered(app: &App) {
        let both = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        let answers = rest(connect(app, both.as_bytes()).await).await;
        assert_eq!(answers.matches("HTTP/1.1 200").count(), 2, "{answers}");
        let old = rest(connect(app, b"GET /healthz HTTP/1.0\r\n\r\n").await).await;
        assert!(old.starts_with("HTTP/1.0 200"), "{old}");
        let nonsense = rest(connect(app, b"\x16\x03\x01 hello\r\n\r\n").await).await;
        assert!(nonsense.starts_with("HTTP/1.1 400"), "{nonsense}");
    }
}
