//! In the place of every page of an organization that I cannot open for want of a project: who can let me in, and the ways
//! on (ST-6).

use domain::{Slug, paths};
use leptos::prelude::*;

use super::{
    OwnershipAction,
    api::{KeptOutsideView, OrganizationView, kept_outside},
};
use crate::{
    form::{PageField, PostForm},
    layouts::{HEADING_ID, loaded},
    sign_out::sign_out_form,
    text::kept_outside as words,
    ui::{Button, DocumentTitle, LinkButton, Sentence, Skeleton, SkeletonWidth, isolated},
};

/// The page. It goes by itself once I am let in, as the shell hears that.
#[component]
pub fn KeptOutside(
    /// The organization that the address names.
    current: Memo<Option<OrganizationView>>,
) -> impl IntoView {
    let name = Memo::new(move |_| current.get().map_or_else(String::new, |current| current.name));
    let slug = Memo::new(move |_| current.get().map(|current: OrganizationView| current.slug));
    // As its calls are.
    crate::server::set_status(403);
    view! {
        <DocumentTitle text=move || format!("{} · {}", words::TITLE, isolated(&name.read()))/>
        <div class="topbar topbar-plain"><strong>{words::TITLE}</strong></div>
        <div class="page page-prose">
            <div class="page-head">
                <h1 id=HEADING_ID tabindex="-1">
                    <Sentence text=move || words::heading(&name.read()) names=Signal::derive(move || vec![name.get()])/>
                </h1>
            </div>
            {move || slug.get().map(|slug| view! { <Data slug/> })}
        </div>
    }
}

#[component]
fn Data(slug: Slug) -> impl IntoView {
    let asked = slug.clone();
    loaded(
        move || kept_outside(asked.to_string()),
        || view! { <Skeleton width=SkeletonWidth::Long/> },
        move |view| view! { <WaysOn slug=slug.clone() view/> },
    )
}

/// Who can let me in, and where else to go.
#[component]
fn WaysOn(slug: Slug, view: KeptOutsideView) -> impl IntoView {
    let KeptOutsideView { added_by, archived, identity_managed } = view;
    let who = words::who(&added_by, &archived, identity_managed);
    let names: Vec<String> = archived.into_iter().chain(added_by).collect();
    let form = sign_out_form();
    form.follow();
    let busy = form.busy();
    view! {
        <div class="stack">
            <p><Sentence text=move || who.clone() names/></p>
            <p>{words::BY_ITSELF}</p>
            <div class="actions">
                <LinkButton href=paths::CHOOSE>{words::OTHERS}</LinkButton>
                <LinkButton href=paths::ownership_action(&slug, OwnershipAction::Leave.word())>
                    {words::LEAVE}
                </LinkButton>
                <PostForm form>
                    <PageField/>
                    <Button submit=true busy>{words::SIGN_OUT}</Button>
                </PostForm>
            </div>
        </div>
    }
}
