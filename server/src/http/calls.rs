//! Calls: `POST /api/{area}/{verb}` with form fields or JSON; the answer is JSON, or a page where a browser without
//! JavaScript asks for one (CT-2).

use std::{
    fmt,
    sync::{Arc, LazyLock},
    time::Duration,
};

use app::{
    error::AppError,
    form::{FormOutcome, RejectedSubmission},
    server::SecretFields,
    sign_out::SignOut,
};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use domain::{PublicUrl, paths};
use futures_util::StreamExt;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::Value;

use super::{
    Edge,
    answers::{method_not_allowed, refuse, see_other},
    pages,
    refusal::{self, Way},
};

/// Bytes of a call at most: the forms here are small, and a body is refused before it is parsed.
const LARGEST: usize = 8 * 1024;
/// The same for calls that take lists, and need a session.
const LARGEST_LIST: usize = 64 * 1024;
/// What the paths of those begin with.
const LISTS: [&str; 2] = ["/api/members/", "/api/projects/"];
/// Bytes of a refused body that are still received, unread: a client that only writes until it has written everything
/// would otherwise see the connection shut instead of the answer.
const LARGEST_UNREAD: usize = 4 * 1024 * 1024;
/// Bytes of an answer at most; more is a bug.
const LARGEST_ANSWER: usize = 4 * 1024 * 1024;
/// How long a body may take to arrive.
const SLOWEST: Duration = Duration::from_secs(10);
/// The form's field that names the page it stands on.
const PAGE: &str = "page";

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The paths of all calls.
static CALLS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect());

/// Answers a call.
pub(super) async fn answer(State(edge): State<Edge>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Some(call) = find(parts.uri.path()) else {
        return refusal::not_found(&edge, &parts.headers);
    };
    let largest = if LISTS.iter().any(|area| call.starts_with(area)) { LARGEST_LIST } else { LARGEST };
    let form = match read_form(&parts.headers, body, largest).await {
        Ok(form) => form,
        Err(error) => {
            // What was typed was not read, and so neither was the field that names the page.
            let page = page_before(&parts.headers, &edge.public_url);
            let page = page.unwrap_or_else(|| app::ssr::page_of_call(call).to_owned());
            return refusal::answer(&edge, &parts.headers, &error, Way::Back(page));
        }
    };
    let wants_page = refusal::wants_page(&parts.headers);
    let context = edge.context(&parts);
    let id = context.id.clone();
    let mut inner = Request::new(Body::from(form.clone()));
    *inner.uri_mut() = parts.uri.clone();
    *inner.method_mut() = parts.method.clone();
    inner.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    inner.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let answer = leptos_axum::handle_server_fns_with_context(move || provide_context(context.clone()), inner).await;
    let answer = answer.into_response();
    let (mut head, body) = answer.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_ANSWER).await else {
        return refuse(&app::server::fault_in(&id, "an answer is larger than any should be"));
    };
    let failed = head.status.is_client_error() || head.status.is_server_error();
    let error: Option<AppError> = failed.then(|| {
        serde_json::from_slice(&body).unwrap_or_else(|_| app::server::fault_in(&id, "a call failed without an error"))
    });

    let page = page(&parts.headers, &form, call);
    let mut response = match (error, page) {
        (Some(error), Some(page)) => {
            let replay = replay(call, &form, &page, FormOutcome::Refused(error.clone()));
            pages::refused(&edge, page, parts, replay, &error).await
        }
        (Some(error), None) => refuse(&error),
        (None, Some(page)) => {
            let done = serde_json::from_slice::<Done>(&body).unwrap_or_else(|_| Done::back_to(&page));
            let left_over = if done.unfinished {
                let outcome = FormOutcome::Unfinished(String::from_utf8_lossy(&body).into_owned());
                let replay = replay(call, &form, &page, outcome);
                pages::unfinished(&edge, page, parts, replay).await
            } else {
                None
            };
            left_over.unwrap_or_else(|| follow(&edge, &done.next))
        }
        (None, None) => {
            head.status = StatusCode::OK;
            let answer = (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], body);
            answer.into_response()
        }
    };
    if wants_page && call == <SignOut as ServerFn>::PATH {
        // Back must not show what the browser kept of pages that no script watches.
        response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    }
    for cookie in head.headers.get_all(header::SET_COOKIE) {
        response.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    response
}

/// What of an answer says where a browser without JavaScript goes.
#[derive(Deserialize)]
struct Done {
    next: String,
    /// Whether the form's page comes back with what it left over.
    #[serde(default)]
    unfinished: bool,
}

impl Done {
    fn back_to(page: &Uri) -> Self {
        Self { next: page.to_string(), unfinished: false }
    }
}

/// What the page of the form is shown again with.
fn replay(call: &str, form: &[u8], page: &Uri, outcome: FormOutcome) -> RejectedSubmission {
    let typed = fields(form).into_iter().filter(|(name, _)| !SecretFields::hold(call, name)).collect();
    RejectedSubmission { call: call.to_owned(), typed, outcome, page: page.to_string(), shown: Arc::default() }
}

/// 303 to where an answer says; what that page tells is told once.
fn follow(edge: &Edge, next: &str) -> Response {
    let mut response = see_other(next);
    if paths::without_notices(next).is_some()
        && let Some(cookie) = edge.cookies.tell_notice(Some(next))
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The paths of all calls.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    CALLS.iter().copied()
}

/// The call with this path.
fn find(path: &str) -> Option<&'static str> {
    all().find(|call| *call == path)
}

/// Only POST calls anything (HDR-4). A browser that opens the address of a call, where the page of a refused form stood,
/// gets the page with that form.
pub(super) async fn wrong_method(State(edge): State<Edge>, request: Request) -> Response {
    let opens = matches!(*request.method(), Method::GET | Method::HEAD) && refusal::wants_page(request.headers());
    match find(request.uri().path()) {
        Some(call) if opens => see_other(app::ssr::page_of_call(call)),
        None if opens => refusal::not_found(&edge, request.headers()),
        _ => method_not_allowed("POST"),
    }
}

/// The fields as a form, whether they came as one or as a flat JSON object.
async fn read_form(headers: &HeaderMap, body: Body, largest: usize) -> Result<Bytes, AppError> {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let said_to_be_over = |most| length.is_some_and(|length| length > most);
    // One that asks before it sends (`Expect`) is told at once.
    if said_to_be_over(LARGEST_UNREAD) || (said_to_be_over(largest) && headers.contains_key(header::EXPECT)) {
        return Err(AppError::TooLarge);
    }
    let Ok(received) = tokio::time::timeout(SLOWEST, receive(body, largest)).await else {
        return Err(if said_to_be_over(largest) { AppError::TooLarge } else { AppError::Malformed });
    };
    let body = received?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "application/x-www-form-urlencoded" if is_text(&body) => Ok(body),
        "application/json" => from_json(&body),
        "" if body.is_empty() => Ok(body),
        _ => Err(AppError::Malformed),
    }
}

/// A body of at most `largest` bytes. What is beyond is received and forgotten, up to [`LARGEST_UNREAD`]: a client that is still
/// sending when its connection is closed does not hear why.
async fn receive(body: Body, largest: usize) -> Result<Bytes, AppError> {
    let (mut kept, mut length) = (Vec::new(), 0);
    let mut frames = body.into_data_stream();
    while length <= LARGEST_UNREAD
        && let Some(frame) = frames.next().await
    {
        let frame = frame.map_err(|_| AppError::Malformed)?;
        length += frame.len();
        if length <= largest {
            kept.extend_from_slice(&frame);
        }
    }
    if length > largest { Err(AppError::TooLarge) } else { Ok(kept.into()) }
}

/// Whether a form is UTF-8, in what it escapes too: what is not would be replaced without a word, in passwords as well.
fn is_text(form: &[u8]) -> bool {
    std::str::from_utf8(form).is_ok() && percent_encoding::percent_decode(form).decode_utf8().is_ok()
}

/// The fields of a JSON object, each as often as it stands there: a form that has one twice is refused, and so is this.
struct JsonFields(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for JsonFields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = JsonFields;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<JsonFields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = object.next_entry()? {
                    fields.push(field);
                }
                Ok(JsonFields(fields))
            }
        }

        deserializer.deserialize_map(Object)
    }
}

fn from_json(body: &[u8]) -> Result<Bytes, AppError> {
    // Some programs begin every text with it.
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let Ok(JsonFields(fields)) = serde_json::from_slice(body) else {
        return Err(AppError::Malformed);
    };
    let fields = fields.into_iter().map(|(name, value)| match value {
        Value::String(text) => Ok((name, text)),
        // Read as a fraction, its digits are not those that were sent.
        Value::Number(number) if number.is_f64() => Err(AppError::Malformed),
        Value::Number(number) => Ok((name, number.to_string())),
        Value::Bool(flag) => Ok((name, flag.to_string())),
        Value::Null => Ok((name, String::new())),
        Value::Array(_) | Value::Object(_) => Err(AppError::Malformed),
    });
    let fields: Vec<(String, String)> = fields.collect::<Result<_, _>>()?;
    serde_urlencoded::to_string(fields).map(Bytes::from).map_err(|_| AppError::Malformed)
}

fn fields(form: &[u8]) -> Vec<(String, String)> {
    serde_urlencoded::from_bytes(form).unwrap_or_default()
}

/// The page that a browser without JavaScript wants back, the call's own where the form does not say; none for scripts. What its
/// address told once was told when the form was shown.
fn page(headers: &HeaderMap, form: &[u8], call: &str) -> Option<Uri> {
    if !refusal::wants_page(headers) {
        return None;
    }
    let fields = fields(form);
    let field = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
    let page = field(PAGE).filter(|page| paths::is_page(page)).and_then(|page| paths::bare(page).parse().ok());
    let of_form = || app::ssr::page_of_form(call, field).parse().ok();
    Some(page.or_else(of_form).unwrap_or_else(|| Uri::from_static(app::ssr::page_of_call(call))))
}

/// The page of this site that the browser says it comes from, without what its address told once.
fn page_before(headers: &HeaderMap, public_url: &PublicUrl) -> Option<String> {
    let referer = headers.get(header::REFERER)?.to_str().ok()?;
    let path = referer.match_indices('/').nth(2)?.0;
    let (origin, page) = referer.split_at(path);
    (public_url.is_origin(origin) && paths::is_page(page)).then(|| paths::bare(page))
}

#[cfg(test)]
mod tests {
    use super::*;

    // SI-3, FIELD-17
    #[test]
    fn field_17_back_leads_to_pages_of_this_site_alone() {
        let public_url = "https://chat.example.com".parse().unwrap();
        let back = |referer: &'static str| {
            let headers = HeaderMap::from_iter([(header::REFERER, HeaderValue::from_static(referer))]);
            page_before(&headers, &public_url)
        };
        let form = "/o/acme/members/new?many=1";
        assert_eq!(back("https://chat.example.com/o/acme/members/new?many=1").as_deref(), Some(form));
        assert_eq!(back("https://chat.example.com:443/o/acme/members/new?many=1").as_deref(), Some(form));
        assert_eq!(back("https://chat.example.com/").as_deref(), Some("/"));
        // What was told there is not told again (FIELD-65).
        let told = "https://chat.example.com/o/acme/members?find=a&invited=1";
        assert_eq!(back(told).as_deref(), Some("/o/acme/members?find=a"));
        for other in [
            "https://evil.example/o/acme/members/new",
            "http://chat.example.com/o/acme",
            "https://chat.example.com.evil.example/o/acme",
            "https://chat.example.com@evil.example/o/acme",
            "https://chat.example.com//evil.example/o/acme",
            "https://chat.example.com/api/members/invite",
            "https://chat.example.com/o/acme/members.csv",
            "https://chat.example.com",
            "/o/acme",
            "",
        ] {
            assert_eq!(back(other), None, "{other}");
        }
        assert_eq!(page_before(&HeaderMap::new(), &public_url), None);
    }

    // INP-7
    #[test]
    fn json_becomes_a_form() {
        assert_eq!(from_json(br#"{"name":"A & B","n":1,"x":null}"#).unwrap(), "name=A+%26+B&n=1&x=");
        assert_eq!(from_json(br#"{"name":"A","name":"B"}"#).unwrap(), "name=A&name=B", "which a call refuses");
        assert_eq!(from_json("\u{feff}{\"name\":\"A\"}".as_bytes()).unwrap(), "name=A");
        for body in [
            "",
            "\u{feff}",
            "\u{feff}\u{feff}{}",
            "[]",
            "1",
            r#"{"a":[1]}"#,
            r#"{"a":{"b":1}}"#,
            "{",
            &"[".repeat(8_000),
        ] {
            assert_eq!(from_json(body.as_bytes()), Err(AppError::Malformed), "{body}");
        }
    }

    // OP-8
    #[test]
    fn a_form_is_utf_8_to_the_last_byte() {
        assert!(is_text("name=J%C3%B6rg+ö&x=100%".as_bytes()) && is_text(b""));
        for form in [b"name=J%F6rg".as_slice(), b"password=caf%E9+plain", b"x=%C3&y=%B6", b"x=\xf6"] {
            assert!(!is_text(form), "{form:?}");
        }
    }

    #[test]
    fn a_script_gets_no_page() {
        let mut headers = HeaderMap::new();
        let of_call = page;
        let page = |headers: &HeaderMap, form: &[u8]| of_call(headers, form, "/api/accounts/sign-in");
        assert_eq!(page(&headers, b"page=/sign-up"), None);
        headers.insert(header::ACCEPT, HeaderValue::from_static("text/html,*/*"));
        assert_eq!(page(&headers, b"page=/sign-up"), Some(Uri::from_static("/sign-up")));
        assert_eq!(page(&headers, b"page=//evil.example"), Some(Uri::from_static("/sign-in")));
        // What the page told is not told by the same page with the refused form (FIELD-65).
        assert_eq!(page(&headers, b"page=/sign-in%3Freset=1%26x=2"), Some(Uri::from_static("/sign-in?x=2")));
        assert_eq!(page(&headers, b"email=x"), Some(Uri::from_static("/sign-in")));
        let invite = |form: &[u8]| of_call(&headers, form, "/api/members/invite");
        let many = Some(Uri::from_static("/o/harbour-finch/members/new?many=1"));
        assert_eq!(invite(b"organization=harbour-finch&emails=x"), many);
        assert_eq!(invite(b"organization=../x"), Some(Uri::from_static("/")));
        let back = Some(Uri::from_static("/sign-in?return_to=/o/x"));
        assert_eq!(page(&headers, b"email=x&return_to=/o/x"), back);
        for other in [b"return_to=/events".as_slice(), b"return_to=//evil.example", b"return_to=/o/x&page=/events"] {
            let is_kept = other.ends_with(b"page=/events");
            assert_eq!(page(&headers, other), if is_kept { back.clone() } else { Some(Uri::from_static("/sign-in")) });
        }
        for (accept, is_page) in [
            ("text/html;q=0, application/json", false),
            ("application/json, text/html; level=1; Q=0.000", false),
            ("text/html;q=0.1, application/json", true),
            ("text/html;q=0, application/xhtml+xml", true),
        ] {
            headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
            assert_eq!(of_call(&headers, b"", "/api/accounts/sign-in").is_some(), is_page, "{accept}");
        }
    }
}
