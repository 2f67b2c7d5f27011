//! Answers without a page: refusals in JSON, and where to go instead.

use app::{error::AppError, text};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{Refusal, paths};
use serde_json::json;

/// 405
pub(super) fn method_not_allowed(allowed: &'static str) -> Response {
    let mut response =
        (StatusCode::METHOD_NOT_ALLOWED, axum::Json(json!({ "error": "method-not-allowed" }))).into_response();
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
    response
}

/// The answer to a call that did not happen.
pub(super) fn refuse(error: &AppError) -> Response {
    let mut body = serde_json::to_value(error).unwrap_or_default();
    body["message"] = text::error(error).into();
    if let (AppError::Refused(Refusal::Fields { fields }), Some(told)) = (error, body["fields"].as_array_mut()) {
        for (told, field) in told.iter_mut().zip(fields) {
            told["message"] = text::field_problem(field.problem).into();
        }
    }
    let mut response = (status(error), axum::Json(body)).into_response();
    say_when_to_retry(&mut response, error);
    response
}

/// The status of an error.
pub(super) fn status(error: &AppError) -> StatusCode {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// `Retry-After`, where waiting helps.
pub(super) fn say_when_to_retry(response: &mut Response, error: &AppError) {
    let seconds = match error {
        AppError::Refused(Refusal::TooSoon { seconds } | Refusal::Throttled { seconds, .. }) => *seconds,
        AppError::Refused(Refusal::Busy) | AppError::Unavailable => 2,
        _ => return,
    };
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
}

/// 303 to a path of this site.
pub(super) fn see_other(path: &str) -> Response {
    let path = if paths::is_own_path(path) { path } else { paths::LANDING };
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static(paths::LANDING));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}
