//! A browser: cookies, the headers that browsers send, and answers.

use std::{collections::BTreeMap, sync::Mutex};

use reqwest::{
    Client, Method, StatusCode,
    header::{HeaderMap, HeaderName, HeaderValue},
};
use serde_json::Value;

use super::{App, PASSWORD, Person, canaries::Canaries};

/// One browser.
pub struct Browser {
    client: Client,
    url: String,
    origin: String,
    /// Where it is, as a proxy says.
    address: Option<String>,
    cookies: Mutex<BTreeMap<String, String>>,
    canaries: Canaries,
}

/// What the server said.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// The body as it is read: names stand in elements of their own, which are left out, as marks for waking up are.
    pub fn read(&self) -> String {
        let marks = ["<bdi translate=\"no\">", "<bdi translate=\"no\" class=\"\">", "</bdi>", "<!>"];
        marks.iter().fold(self.body.clone(), |body, mark| body.replace(mark, ""))
    }

    /// The word for what went wrong.
    pub fn error(&self) -> String {
        self.json()["error"].as_str().unwrap_or_default().to_owned()
    }

    /// The status, and why a link or an invitation is dead.
    pub fn why(&self) -> (u16, String) {
        (self.status.as_u16(), self.json()["reason"].as_str().unwrap_or_default().to_owned())
    }

    /// The lines of a CSV file, cell by cell. It says what it is written in, and quotes every cell.
    pub fn csv(&self) -> Vec<Vec<String>> {
        let file = self.body.strip_prefix('\u{feff}').expect("a byte order mark");
        assert!(file.lines().all(|line| line.starts_with('"') && line.ends_with('"')), "{file}");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file.as_bytes());
        reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    /// What is said about a field.
    pub fn field(&self, name: &str) -> Option<String> {
        let fields = self.json()["fields"].clone();
        let field = fields.as_array()?.iter().find(|field| field["field"] == name)?.clone();
        field["message"].as_str().map(str::to_owned)
    }

    /// A header, empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// All cookies that it sets.
    pub fn set_cookies(&self) -> Vec<&str> {
        self.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect()
    }

    /// What must be the same for uniform answers: status, headers without the date and the request's id, names of cookies,
    /// body without the minute that it was made in. How long until another try is told by the minute: how many seconds of
    /// it are over is the machine's affair.
    pub fn uniform(&self) -> (StatusCode, Vec<(String, String)>, String) {
        let wait = self.header("retry-after").parse::<u64>().ok();
        let mut headers: Vec<(String, String)> = self
            .headers
            .iter()
            .filter(|(name, _)| *name != "date" && *name != "x-request-id")
            .filter(|(name, _)| wait.is_none() || *name != "content-length")
            .map(|(name, value)| {
                let value = value.to_str().unwrap();
                if let Some(seconds) = wait.filter(|_| name == "retry-after") {
                    return (name.to_string(), minutes(seconds));
                }
                // A cookie's token differs by nature; its name and attributes must not.
                let value = match value.split_once('=') {
                    Some((cookie, rest)) if name == "set-cookie" => {
                        let (token, attributes) = rest.split_once(';').unwrap();
                        format!("{cookie}=<{}>;{attributes}", token.len())
                    }
                    _ => value.to_owned(),
                };
                (name.to_string(), value)
            })
            .collect();
        headers.sort();
        let body = without_now(&self.body);
        let body = wait.map(|seconds| by_the_minute(&body, seconds)).unwrap_or(body);
        (self.status, headers, body)
    }
}

/// So many seconds in whole minutes, one that has begun counted whole.
fn minutes(seconds: u64) -> String {
    format!("{} min", seconds.div_ceil(60))
}

/// The body with a wait of so many seconds told as [`minutes`], in its text and in its number.
fn by_the_minute(body: &str, seconds: u64) -> String {
    let plural = |count: u64, unit: &str| format!("Wait {count} {unit}{}", if count == 1 { "" } else { "s" });
    let told = if seconds < 60 { plural(seconds, "second") } else { plural(seconds.div_ceil(60), "minute") };
    body.replace(&told, &format!("Wait {}", minutes(seconds)))
        .replace(&format!("\"seconds\":{seconds}"), &format!("\"seconds\":\"{}\"", minutes(seconds)))
}

/// The body with no time in `now`, whether it is JSON or a page with JSON in it.
fn without_now(body: &str) -> String {
    let mut plain = body.to_owned();
    for name in ["\"now\":\"", "\\\"now\\\":\\\""] {
        let mut parts = plain.split(name);
        let mut timeless = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            timeless += name;
            timeless += part.split_once('Z').unwrap().1;
        }
        plain = timeless;
    }
    plain
}

impl Browser {
    pub(super) fn new(client: Client, url: String, origin: String, canaries: Canaries) -> Self {
        Self { client, url, origin, address: None, cookies: Mutex::default(), canaries }
    }

    /// The same browser somewhere else; counts for servers that trust 127.0.0.1 as a proxy.
    pub fn from(self, address: impl Into<String>) -> Self {
        Self { address: Some(address.into()), ..self }
    }

    /// The same cookies in another browser: what a thief would have.
    pub fn copy(&self) -> Self {
        Self {
            client: self.client.clone(),
            url: self.url.clone(),
            origin: self.origin.clone(),
            address: self.address.clone(),
            cookies: Mutex::new(self.cookies.lock().unwrap().clone()),
            canaries: self.canaries.clone(),
        }
    }

    /// A cookie's value; over http its name ends with the server's port.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let port = self.origin.rsplit(':').next().unwrap_or_default();
        let cookies = self.cookies.lock().unwrap();
        cookies.get(name).or_else(|| cookies.get(&format!("{name}-{port}"))).cloned()
    }

    /// The same browser at another server of the same machine: browsers share cookies between ports.
    pub fn at(&self, other: &App) -> Self {
        Self { url: other.url.clone(), origin: other.public_url.clone(), ..self.copy() }
    }

    /// Gives it a cookie of somebody's choice.
    pub fn set_cookie(&self, name: &str, value: &str) {
        let port = self.origin.rsplit(':').next().unwrap_or_default();
        self.cookies.lock().unwrap().insert(format!("{name}-{port}"), value.to_owned());
    }

    /// Any request, with these headers on top.
    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        self.try_send(method, path, headers, body).await.expect("an answer")
    }

    /// Any request; `None` when the connection is shut on it, or breaks before the answer has ended.
    pub async fn try_send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Option<Answer> {
        let cookies: Vec<String> =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        self.canaries.sent(path, &body);
        let mut request = self.client.request(method, format!("{}{path}", self.url)).body(body);
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        if let Some(address) = &self.address {
            request = request.header("x-forwarded-for", address);
        }
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap()))
            .collect();
        let answer = request.headers(headers).send().await.ok()?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = String::from_utf8_lossy(&answer.bytes().await.ok()?).into_owned();
        let answer = Answer { status, headers, body };
        let mut cookies = self.cookies.lock().unwrap();
        for cookie in answer.set_cookies() {
            let (name, rest) = cookie.split_once('=').unwrap();
            let (value, attributes) = rest.split_once(';').unwrap();
            self.canaries.cookie(value);
            if attributes.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        drop(cookies);
        Some(answer)
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[("accept", "text/html")], Vec::new()).await
    }

    /// Calls, as a page with JavaScript does.
    pub async fn call(&self, call: &str, fields: &[(&str, &str)]) -> Answer {
        self.call_with(call, fields, &[]).await
    }

    /// The same, with these headers on top.
    pub async fn call_with(&self, call: &str, fields: &[(&str, &str)], more: &[(&str, &str)]) -> Answer {
        let headers = [
            ("accept", "application/json"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("origin", self.origin.as_str()),
            ("sec-fetch-site", "same-origin"),
        ];
        let headers: Vec<(&str, &str)> = headers.iter().chain(more).copied().collect();
        self.send(Method::POST, &format!("/api/{call}"), &headers, form(fields)).await
    }

    /// Sends a form, as a page without JavaScript does.
    pub async fn submit(&self, call: &str, page: &str, fields: &[(&str, &str)]) -> Answer {
        let headers = [
            ("accept", "text/html,application/xhtml+xml"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("origin", self.origin.as_str()),
            ("sec-fetch-site", "same-origin"),
        ];
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("page", page)]).collect();
        self.send(Method::POST, &format!("/api/{call}"), &headers, form(&fields)).await
    }

    /// Signs in; whether that went well is for the story to say.
    pub async fn sign_in(&self, email: &str, password: &str) -> Answer {
        self.call("accounts/sign-in", &[("email", email), ("password", password)]).await
    }

    /// Whether somebody is signed in; asked in the background, so that it is no use of the session.
    pub async fn is_signed_in(&self) -> bool {
        let answer = self.call("organizations/mine", &[("quiet", "true")]).await;
        assert!([200, 401].contains(&answer.status.as_u16()), "{answer:?}");
        answer.status == StatusCode::OK
    }

    /// Signs up, and answers the token that was mailed.
    pub async fn sign_up(&self, app: &App, person: &Person<'_>) -> String {
        let answer = self.call("accounts/sign-up", &person.form()).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        app.mail_with(person.email, "/verify/", 1).await.token()
    }

    /// Signs up, confirms, and takes the session.
    pub async fn join(&self, app: &App, person: &Person<'_>) {
        let token = self.sign_up(app, person).await;
        assert_eq!(self.call("accounts/confirm", &[("token", &token)]).await.status, StatusCode::OK);
        let resumed = self.call("accounts/resume", &[]).await;
        assert_eq!(resumed.json()["at"], "through", "{resumed:?}");
    }

    /// Moves the account of a team's member from one address to another; answers the token that undoes it.
    pub async fn move_to(&self, app: &App, from: &str, to: &str) -> String {
        let fields = [("email", to), ("password", PASSWORD)];
        let undo = app.mailed(from, "/email/", self.call("account/change-email", &fields)).await;
        let link = app.mail_with(to, "/email/", 1).await.token();
        assert_eq!(self.call("account/use-address-link", &[("token", &link)]).await.status, StatusCode::OK);
        undo
    }

    /// Creates an organization, and answers its path.
    pub async fn create(&self, name: &str) -> String {
        let answer = self.call("organizations/create", &[("name", name)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        answer.json()["next"].as_str().unwrap().to_owned()
    }
}

fn form(fields: &[(&str, &str)]) -> Vec<u8> {
    serde_urlencoded::to_string(fields).unwrap().into_bytes()
}
