//! `/account/sessions`: browsers where I am signed in (SI-7).

use chrono::{DateTime, Utc};
use domain::{DeviceKind, SessionId};
use leptos::prelude::*;

use super::{
    api::{self, SessionView},
    page::{AccountPage, StatusMessage},
    shell::{MyAccount, use_account},
};
use crate::{
    form::{Form, PageField, PostForm},
    text::account::sessions,
    ui::{
        Badge, BadgeTone, Button, ButtonKind, FormError, Icon, IconName, LocalTime, Row, Rows, TimeShape, keep_order,
    },
};

/// The page.
#[component]
pub fn Sessions() -> impl IntoView {
    use_account().map(|account| view! { <List account/> })
}

#[component]
fn List(account: MyAccount) -> impl IntoView {
    let message = RwSignal::new(None);
    let ending = Form::<api::sessions::EndSession>::new();
    ending.on_done(move |_| {
        message.set(Some(sessions::ENDED.to_owned()));
        account.reload();
    });
    let ending_others = Form::<api::sessions::EndOtherSessions>::new();
    ending_others.on_done(move |_| {
        message.set(Some(sessions::ENDED_OTHERS.to_owned()));
        account.reload();
    });
    let wrong = ending.form_error();
    let wrong_others = ending_others.form_error();
    // Their order stands still while somebody chooses one.
    let all = Memo::new(move |before: Option<&Vec<SessionView>>| {
        let before: Vec<SessionId> = before.into_iter().flatten().map(|session| session.id).collect();
        keep_order(&before, account.view.with(|view| view.sessions.clone()), |session| session.id)
    });
    let row = move |session: SessionView| {
        view! { <Session session account form=ending/> }
    };
    view! {
        <AccountPage
            account heading=sessions::HEADING intro=sessions::INTRO prose=true
            aside=move || view! { <EndOthers account form=ending_others/> }
        >
            <FormError error=wrong/>
            <FormError error=wrong_others/>
            // By id, so that no row takes over the button that ended another.
            <Rows><For each=move || all.get() key=|session| session.id children=row/></Rows>
            <StatusMessage message/>
            <p class="hint after">{sessions::LIFE}</p>
        </AccountPage>
    }
}

/// There while there are others.
#[component]
fn EndOthers(account: MyAccount, form: Form<api::sessions::EndOtherSessions>) -> impl IntoView {
    let others = Memo::new(move |_| account.view.with(|view| view.sessions.iter().any(|session| !session.this)));
    let busy = form.busy();
    move || {
        others.get().then(|| {
            view! {
                <PostForm form>
                    <PageField/>
                    <Button kind=ButtonKind::Warning submit=true busy=busy>{sessions::END_OTHERS}</Button>
                </PostForm>
            }
        })
    }
}

#[component]
fn Session(session: SessionView, account: MyAccount, form: Form<api::sessions::EndSession>) -> impl IntoView {
    let SessionView { id, browser, device, created_at, this, .. } = session;
    let now = account.view.with_untracked(|view| view.now);
    // Where and when last: what of a session changes.
    let last = Memo::new(move |before: Option<&(String, DateTime<Utc>)>| {
        account.view.with(|view| {
            let now = view.sessions.iter().find(|one| one.id == id).map(|one| (one.client.clone(), one.seen_at));
            now.or_else(|| before.cloned()).unwrap_or_default()
        })
    });
    let icon = match device {
        DeviceKind::Computer => IconName::Laptop,
        DeviceKind::Phone => IconName::Phone,
        DeviceKind::Tablet => IconName::Tablet,
    };
    let lead = move || view! { <Icon name=icon large=true/> };
    let badge = move || this.then(|| view! { <Badge tone=BadgeTone::Ok>{sessions::THIS}</Badge> });
    let line = move || {
        let seen = move || {
            if this {
                sessions::ACTIVE.into_any()
            } else {
                view! { <LocalTime at=last.get().1 shape=TimeShape::Relative now/> }.into_any()
            }
        };
        view! {
            <span class="num">{move || last.get().0}</span> " · " {seen} " · " {sessions::SINCE}
            <LocalTime at=created_at shape=TimeShape::Date now/>
        }
    };
    view! {
        <Row lead title=browser.clone() badge line>
            {(!this).then(|| view! { <End id browser form/> })}
        </Row>
    }
}

#[component]
fn End(id: SessionId, browser: String, form: Form<api::sessions::EndSession>) -> impl IntoView {
    let id = id.to_string();
    // One form for all rows: only the one that was pressed is busy.
    let busy = form.sends("session", &id);
    view! {
        <PostForm form>
            <PageField/>
            <input type="hidden" name="session" value=id/>
            <Button submit=true busy=busy aria_label=sessions::end(&browser)>{sessions::END}</Button>
        </PostForm>
    }
}
