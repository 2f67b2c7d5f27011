//! Faults on purpose, for tests: a request says in a header which of its statements fails (DB-10). Only with
//! `PARLOR_TEST_FAULTS`, which is refused unless Parlor listens on loopback.

use axum::{
    Router,
    extract::Request,
    http::{HeaderName, HeaderValue},
    middleware::{self, Next},
    response::Response,
};
use services::Fault;

/// In a request: how many writing statements pass before one fails. In its answer: whether one did.
const HEADER: HeaderName = HeaderName::from_static("x-parlor-test-fault");

/// The same ways in, with faults on purpose.
pub(crate) fn with_faults(router: Router) -> Router {
    router.layer(middleware::from_fn(fail))
}

async fn fail(request: Request, next: Next) -> Response {
    let before = request.headers().get(HEADER).and_then(|value| value.to_str().ok()?.parse().ok());
    let Some(before) = before else { return next.run(request).await };
    let fault = Fault::after(before);
    let mut response = fault.within(next.run(request)).await;
    let word = if fault.happened() { "happened" } else { "passed" };
    response.headers_mut().insert(HEADER, HeaderValue::from_static(word));
    response
}
