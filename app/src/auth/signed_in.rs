//! Whether somebody is signed in already, for the pages of signing up and in (SI-3).

use domain::paths;
use leptos::prelude::*;
use leptos_router::components::Redirect;
use serde::{Deserialize, Serialize};

use super::{asking, me::Me};
use crate::{
    answers::blocking_resource,
    form::{PageField, PostForm, RejectedSubmission},
    layouts::Entry,
    server,
    sign_out::sign_out_form,
    text::signed_in as text,
    ui::{Button, ButtonKind, ButtonSize, FormError, LinkButton, Name, suspended},
};

/// Who opens the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Who {
    /// Nobody who is signed in.
    Nobody {
        /// Whether this browser was signed in, and its session ended elsewhere or by itself.
        ended: bool,
    },
    /// Somebody whose sign-up waits for the confirmation.
    Waiting,
    /// Somebody who is signed in.
    Person {
        /// Their name.
        name: String,
        /// Their address.
        email: String,
    },
}

async fn who() -> Who {
    let nobody = Who::Nobody { ended: server::had_session() };
    match asking::landing().await {
        Ok(landing) if landing.next == paths::SIGN_IN => nobody,
        // Without an attempt there is nothing to wait for there.
        Ok(landing) if landing.next == paths::VERIFY => {
            if asking::is_waiting().await {
                Who::Waiting
            } else {
                Who::Nobody { ended: false }
            }
        }
        Ok(_) => match asking::me().await {
            Ok(Me { name, email }) => Who::Person { name, email },
            Err(_) => nobody,
        },
        // The form says what is wrong when it is sent.
        Err(_) => Who::Nobody { ended: false },
    }
}

/// Whether somebody with a confirmed address is signed in here, so that `/` leads to where they work.
pub async fn is_signed_in() -> bool {
    let landing = asking::landing().await;
    landing.is_ok_and(|landing| ![paths::SIGN_IN, paths::VERIFY].contains(&landing.next.as_str()))
}

/// The form of the page, unless somebody is signed in: then who, and the ways on.
#[component]
pub fn UnlessSignedIn(
    /// Of the document, without the product's name.
    title: &'static str,
    /// Where the page leads once they are signed in, if it was asked for.
    #[prop(into)]
    return_to: Signal<String>,
    /// This page, for whoever comes instead.
    #[prop(into)]
    here: Signal<String>,
    /// The page for everybody else; told whether a session of this browser ended.
    form: fn(bool) -> AnyView,
) -> impl IntoView {
    let who = blocking_resource(|| (), |()| who());
    let again = Callback::new(move |()| who.refetch());
    // A form that was refused without JavaScript is answered here, whoever sent it.
    let replayed = use_context::<RejectedSubmission>().is_some();
    view! {
        <Suspense>
            {suspended(move || async move {
                match who.await {
                    Who::Person { name, email } if !replayed => {
                        view! { <SignedIn title name email return_to here again/> }.into_any()
                    }
                    Who::Waiting if !replayed => view! { <Redirect path=paths::VERIFY/> }.into_any(),
                    Who::Nobody { ended } => form(ended),
                    _ => form(false),
                }
            })}
        </Suspense>
    }
}

#[component]
fn SignedIn(
    title: &'static str,
    name: String,
    email: String,
    return_to: Signal<String>,
    here: Signal<String>,
    again: Callback<()>,
) -> impl IntoView {
    let leaving = sign_out_form();
    // The way back leads to this very page, so it is asked for anew.
    leaving.on_done(move |_| again.run(()));
    let on = move || Some(return_to.get()).filter(|path| paths::is_page(path)).unwrap_or_else(|| paths::LANDING.into());
    view! {
        <Entry title>
            <h1>{text::HEADING}</h1>
            <p class="intro">
                {text::AS} <b><Name text=name/></b> " (" <Name text=email verbatim=true/> ")" {text::INTRO}
            </p>
            <div class="stack">
                <FormError error=leaving.form_error()/>
                <div class="pair">
                    <LinkButton
                        kind=ButtonKind::Primary size=ButtonSize::Large wide=true href=Signal::derive(on)
                    >
                        {text::GO_ON}
                    </LinkButton>
                    <PostForm form=leaving>
                        <PageField/>
                        <input type="hidden" name="return_to" value=here/>
                        <Button size=ButtonSize::Large wide=true submit=true busy=leaving.busy()>{text::OTHER}</Button>
                    </PostForm>
                </div>
            </div>
        </Entry>
    }
}
