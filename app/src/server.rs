//! The request, as calls and pages see it: who calls, from which browser, with which cookies, and what the answer is to say
//! beside its body. In the browser `absent.rs` stands in this module's place.

mod ids;
mod invitee;
pub mod landing;

use std::ops::Deref;

use axum::http::{HeaderValue, StatusCode, header};
use domain::{Appearance, FieldProblem, Permission, Refusal, Slug};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use services::{OrganizationContext, RequestContext, RequestId, ServiceError, Token, auth::SignedIn};

pub(crate) use ids::{ids, ids_in_address};
pub(crate) use invitee::{invitee, invitee_before, terms_before};

use crate::error::AppError;

/// A request over HTTP as server functions see it, put into the context by the server, and the cookies of its answer.
#[derive(Clone)]
pub struct HttpContext {
    /// What use cases know of it.
    pub request: RequestContext,
    /// How pages look in this browser.
    pub appearance: Appearance,
    /// Names and attributes of cookies.
    pub cookies: Cookies,
    /// The browser itself waits for a page, as it does when no script sent the form.
    pub wants_page: bool,
    /// Under which the request stands in the log (OP-10).
    pub id: RequestId,
}

impl Deref for HttpContext {
    type Target = RequestContext;

    fn deref(&self) -> &RequestContext {
        &self.request
    }
}

/// Names and attributes of cookies; both follow from the public URL. Browsers share cookies between the ports of a host, so
/// a port is in the names: two Parlors on one machine stay apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cookies {
    /// Over https: `__Host-` names, `Secure`.
    pub secure: bool,
    /// The public URL's port, where it is not the scheme's own.
    pub port: Option<u16>,
}

/// Sessions and attempts live 30 days at most, like the rows behind them.
const MAX_AGE: u32 = 30 * 24 * 60 * 60;
/// A browser goes where it was sent at once, or never.
const NOTICE_AGE: u32 = 60;
/// What a browser is known by again, and how it likes its pages: as long as browsers keep a cookie.
const LONG_AGE: u32 = 400 * 24 * 60 * 60;

impl Cookies {
    /// Name of the session cookie.
    pub fn session(self) -> String {
        self.name("session")
    }

    /// Name of the attempt cookie.
    pub fn attempt(self) -> String {
        self.name("attempt")
    }

    /// Name of the device cookie.
    pub fn device(self) -> String {
        self.name("device")
    }

    /// Name of the cookie that says which notice was not told yet.
    pub fn notice(self) -> String {
        self.name("notice")
    }

    /// The header that lets the page at `address` tell what its address tells; without one, the header that ends that.
    pub fn tell_notice(self, address: Option<&str>) -> Option<HeaderValue> {
        let value = address.map(notice_of);
        self.header(&self.notice(), value.as_deref(), NOTICE_AGE)
    }

    /// Name of the cookie that says how pages look.
    pub fn appearance(self) -> String {
        self.name("appearance")
    }

    fn name(self, what: &str) -> String {
        let host = if self.secure { "__Host-" } else { "" };
        let port = self.port.map(|port| format!("-{port}")).unwrap_or_default();
        format!("{host}parlor-{what}{port}")
    }

    /// The header that keeps `value` under `name` for `age` seconds; none deletes it (SES-1).
    fn header(self, name: &str, value: Option<&str>, age: u32) -> Option<HeaderValue> {
        let (value, age) = value.map_or(("", 0), |value| (value, age));
        let secure = if self.secure { "; Secure" } else { "" };
        HeaderValue::from_str(&format!("{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}")).ok()
    }
}

impl HttpContext {
    /// The request being answered.
    ///
    /// # Errors
    /// Outside a request, which is a bug.
    pub fn current() -> Result<Self, AppError> {
        use_context().ok_or_else(|| fault("a server function ran outside a request"))
    }

    /// The same; with `quiet`, an open tab asks by itself, which does not count as use of the session (SES-8).
    ///
    /// # Errors
    /// As [`Self::current`].
    pub fn quietly(quiet: bool) -> Result<Self, AppError> {
        let mut current = Self::current()?;
        current.request.background |= quiet;
        Ok(current)
    }

    /// Who is signed in, in the organization with this slug.
    ///
    /// # Errors
    /// [`Refusal::SignedOut`], [`Refusal::Unverified`]; [`Refusal::NotFound`] for an unknown one and a foreign one
    /// alike; [`Refusal::KeptOutside`] for a member without a project, where members need one.
    pub async fn organization(&self, slug: &str) -> Result<OrganizationContext, AppError> {
        Ok(self.request.organization(&self.slug(slug).await?).await?)
    }

    /// The same for what a member may do who is kept outside for want of a project (ST-6).
    ///
    /// # Errors
    /// As [`Self::organization`], but for [`Refusal::KeptOutside`].
    pub async fn organization_from_outside(&self, slug: &str) -> Result<OrganizationContext, AppError> {
        Ok(self.request.organization_from_outside(&self.slug(slug).await?).await?)
    }

    /// What a list is filtered by, as it was read. Who lacks the permission to read the list hears that, whatever is wrong with the
    /// filter (TR-8).
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; else what is wrong with it.
    pub async fn filter<T>(
        &self,
        context: &OrganizationContext,
        permission: Permission,
        read: Result<T, AppError>,
    ) -> Result<T, AppError> {
        if read.is_err() {
            self.request.check_permission(context, permission).await?;
        }
        read
    }

    /// An organization's place in addresses. Whoever is signed out hears of that first, as for every other organization.
    async fn slug(&self, typed: &str) -> Result<Slug, AppError> {
        match typed.parse() {
            Ok(slug) => Ok(slug),
            Err(_) => Err(self.caller().await.map_or_else(AppError::from, |_| Refusal::NotFound.into())),
        }
    }

    /// The same, when somebody opens the organization (OR-1).
    ///
    /// # Errors
    /// As [`Self::organization`].
    pub async fn open_organization(&self, slug: &str) -> Result<OrganizationContext, AppError> {
        let context = self.organization(slug).await?;
        if !self.background {
            self.opened(&context).await;
        }
        Ok(context)
    }

    /// Gives the browser what it got by signing in.
    pub fn keep_signed_in(&self, signed_in: &SignedIn) {
        self.keep_session(Some(&signed_in.session));
        self.keep_attempts(&signed_in.attempts);
        self.keep_device(&signed_in.device);
    }

    /// Makes the browser one that its account knows.
    pub fn keep_device(&self, token: &Token) {
        set_cookie(self.cookies.header(&self.cookies.device(), Some(&token.expose()), LONG_AGE));
    }

    /// Gives the browser its session, or takes it away.
    pub fn keep_session(&self, token: Option<&Token>) {
        let token = token.map(Token::expose);
        set_cookie(self.cookies.header(&self.cookies.session(), token.as_deref(), MAX_AGE));
    }

    /// Gives the browser its attempts, the newest first, or takes the last one away.
    pub fn keep_attempts(&self, tokens: &[Token]) {
        let tokens: Vec<String> = tokens.iter().map(Token::expose).collect();
        let value = Some(tokens.join(".")).filter(|value| !value.is_empty());
        set_cookie(self.cookies.header(&self.cookies.attempt(), value.as_deref(), MAX_AGE));
    }

    /// Keeps how pages look in this browser.
    pub fn keep_appearance(&self, appearance: Appearance) {
        set_cookie(self.cookies.header(&self.cookies.appearance(), Some(appearance.as_str()), LONG_AGE));
    }

    /// Takes everything away that names an account.
    pub fn forget(&self) {
        self.keep_session(None);
        self.keep_attempts(&[]);
        set_cookie(self.cookies.header(&self.cookies.device(), None, 0));
    }
}

/// A mark of the address whose notice was not told yet. It guards nothing: it only has to differ.
pub fn notice_of(address: &str) -> String {
    let mut hasher = std::hash::DefaultHasher::new();
    std::hash::Hash::hash(address, &mut hasher);
    format!("{:016x}", std::hash::Hasher::finish(&hasher))
}

fn set_cookie(header: Option<HeaderValue>) {
    if let (Some(response), Some(header)) = (use_context::<ResponseOptions>(), header) {
        response.append_header(header::SET_COOKIE, header);
    }
}

/// Sets the status of the page being rendered.
pub fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(status)) {
        response.set_status(status);
    }
}

/// No address that the page being rendered leads to hears its own, which holds a token (TOK-20).
pub fn keep_out_of_referrers() {
    set_header(header::REFERRER_POLICY, "no-referrer");
}

/// Sends the code of this area along with the page being rendered.
pub fn send_along(area: &'static str) {
    leptos::prefetch_lazy_fn_on_server(area);
}

/// The server's own host, as people reach it.
pub fn host() -> String {
    use_context::<HttpContext>().map(|context| context.host()).unwrap_or_default()
}

/// Whether the browser shows the cookie of a session. That cookie is not for scripts, which ask what the tab knows.
pub fn had_session() -> bool {
    HttpContext::current().is_ok_and(|context| context.credentials.session.is_some())
}

/// Sets a header of the page being rendered.
pub fn set_header(name: header::HeaderName, value: &str) {
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(value)) {
        response.insert_header(name, value);
    }
}

/// A bug: logged once with a reference, of which the person hears the reference alone. It is the request's id, where there
/// is one.
pub fn fault(cause: impl std::fmt::Display) -> AppError {
    fault_in(&use_context::<HttpContext>().map_or_else(RequestId::draw, |context| context.id), cause)
}

/// The same, where the request's id is at hand.
pub fn fault_in(id: &RequestId, cause: impl std::fmt::Display) -> AppError {
    let reference = id.to_string();
    tracing::error!(reference, %cause, "a call failed");
    AppError::Internal { reference }
}

impl From<ServiceError> for AppError {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Refused(refusal) => Self::Refused(refusal),
            ServiceError::Unavailable(cause) => {
                tracing::warn!(%cause, "the database is away");
                Self::Unavailable
            }
            ServiceError::Internal(cause) => fault(cause),
        }
    }
}

/// A wrong password of somebody who is signed in is a mistake in a field.
pub fn wrong_password(field: &str, error: ServiceError) -> AppError {
    match error {
        ServiceError::Refused(Refusal::BadCredentials) => AppError::field(field, FieldProblem::WrongPassword),
        other => other.into(),
    }
}

/// Fields of a call that are never sent back, not to the form they came from either. Declared beside the call by
/// [`secret_fields!`](crate::secret_fields).
pub struct SecretFields {
    /// The path of the call behind `/api/`.
    pub call: &'static str,
    /// Names of its fields.
    pub fields: &'static [&'static str],
}

leptos::server_fn::inventory::collect!(SecretFields);

impl SecretFields {
    /// Whether this field of the call with this path is one.
    pub fn hold(path: &str, field: &str) -> bool {
        let call = path.strip_prefix("/api/").unwrap_or_default();
        let declared = leptos::server_fn::inventory::iter::<Self>;
        declared.into_iter().any(|secret| secret.call == call && secret.fields.contains(&field))
    }
}

/// Declares the fields of a call that are never sent back, behind the call's path.
#[macro_export]
macro_rules! secret_fields {
    ($call:literal: $($field:literal),+) => {
        leptos::server_fn::inventory::submit! {
            $crate::server::SecretFields { call: $call, fields: &[$($field),+] }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    // SES-1
    #[test]
    fn cookies_carry_every_attribute() {
        let cookies = Cookies { secure: true, port: None };
        let secure = cookies.header(&cookies.session(), Some("token"), MAX_AGE).unwrap();
        let secure = secure.to_str().unwrap();
        assert!(secure.starts_with("__Host-parlor-session=token;"));
        for attribute in ["; Path=/;", "; Max-Age=2592000;", "; HttpOnly;", "; SameSite=Lax;", "; Secure"] {
            assert!(secure.contains(attribute), "{secure}");
        }
        let cookies = Cookies { secure: false, port: None };
        let gone = cookies.header(&cookies.attempt(), None, MAX_AGE).unwrap();
        assert_eq!(gone, "parlor-attempt=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    }

    // FIELD-19
    #[test]
    fn a_port_is_in_the_names() {
        let plain = Cookies { secure: false, port: Some(4112) };
        assert_eq!((plain.session(), plain.device()), ("parlor-session-4112".into(), "parlor-device-4112".into()));
        let secure = Cookies { secure: true, port: Some(8443) };
        assert_eq!(secure.appearance(), "__Host-parlor-appearance-8443");
    }
}
