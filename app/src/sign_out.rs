//! *Sign out*, wherever it stands: the call and its forms.

#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use domain::paths;
use leptos::prelude::*;

use crate::{
    browser, drafts,
    error::AppError,
    form::{Form, PageField, PostForm, Redirect},
    server::HttpContext,
    text,
    ui::SubmitLink,
};

/// Signs out: the session ends on the server (SI-5). Goes to `return_to` where that is a page of this site: that
/// of an invitation for another account (IN-3).
#[server(prefix = "/api", endpoint = "accounts/sign-out")]
pub async fn sign_out(#[server(default)] return_to: String) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    request.sign_out().await?;
    request.keep_session(None);
    request.keep_attempts(&[]);
    // Whoever made the link may have written into it what was done there: that is not told.
    let back = paths::is_page(&return_to).then(|| paths::bare(&return_to));
    Ok(Redirect::to(back.unwrap_or_else(|| paths::SIGN_IN.into())))
}

/// The form that signs out. What was typed in this tab is not kept for whoever comes next.
pub fn sign_out_form() -> Form<SignOut> {
    let form = Form::<SignOut>::new();
    form.on_done(move |_| {
        drafts::forget();
        browser::forget_page_data();
    });
    form
}

/// A button that signs out and goes to the sign-in page.
#[component]
pub fn SignOutButton() -> impl IntoView {
    let form = sign_out_form();
    form.follow();
    view! {
        <PostForm form attr:class="inline-form">
            <PageField/>
            <SubmitLink busy=form.busy() quiet=true>{text::entry::SIGN_OUT}</SubmitLink>
        </PostForm>
    }
}
