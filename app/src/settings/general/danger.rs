//! The ways out of an organization: leaving it, handing it over, deleting it (OR-7).

use domain::{Slug, paths};
use leptos::prelude::*;

use crate::{
    notices::use_redirect,
    organizations::{
        MyOrganizations, OwnershipAction, OwnershipActionButton, OwnershipDialog, OwnershipDone, OwnershipRequest,
    },
    settings::api::GeneralView,
    text::settings::general as words,
    ui::{Notice, NoticeTone},
};

/// What each way comes to, and the buttons that ask once more.
#[component]
pub(super) fn DangerZone(view: Memo<GeneralView>, again: Callback<()>) -> impl IntoView {
    let requested = RwSignal::new(None);
    let message = RwSignal::new(None::<String>);
    let (mine, redirect) = (use_context::<MyOrganizations>(), use_redirect());
    let on_done = Callback::new(move |done: OwnershipDone| {
        if done.inside {
            message.set(Some(done.sentence));
            again.run(());
        } else {
            redirect(&done.next);
        }
        if let Some(mine) = mine {
            leptos::task::spawn_local(async move {
                _ = mine.refresh().await;
            });
        }
    });
    // Not by numbers of the moment, so that no button is another one because somebody joined.
    let rows = Memo::new(move |_| {
        view.with(|view| {
            let actions = [OwnershipAction::Leave, OwnershipAction::Transfer, OwnershipAction::Delete];
            let fitting = actions.into_iter().filter(|action| action.fits(&view.ownership));
            fitting.map(|action| (action, view.ownership.slug.clone(), view.ownership.name.clone())).collect::<Vec<_>>()
        })
    });
    view! {
        <section class="section" id=paths::DANGER_ZONE>
            <header><h2>{words::DANGER}</h2><p>{words::DANGER_TEXT}</p></header>
            <div class="fields">
                <div class="outcome" role="status">
                    {move || message.get().map(|message| view! { <Notice tone=NoticeTone::Ok still=true>{message}</Notice> })}
                </div>
                <ul class="rows rows-danger">
                    <For each=move || rows.get() key=|row| format!("{row:?}") let((action, slug, name))>
                        <Way view action slug name requested/>
                    </For>
                </ul>
            </div>
        </section>
        <OwnershipDialog requested on_done/>
    }
}

#[component]
fn Way(
    view: Memo<GeneralView>,
    action: OwnershipAction,
    slug: Slug,
    name: String,
    requested: RwSignal<Option<OwnershipRequest>>,
) -> impl IntoView {
    let title = match action {
        OwnershipAction::Leave => words::LEAVE,
        OwnershipAction::Transfer => words::TRANSFER,
        OwnershipAction::Delete => words::DELETE,
    };
    let text = move || {
        view.with(|view| match action {
            OwnershipAction::Leave if view.ownership.only_owner() => words::LEAVE_LAST.to_owned(),
            OwnershipAction::Leave => words::leave(&view.ownership.owners),
            OwnershipAction::Transfer => words::TRANSFER_TEXT.to_owned(),
            OwnershipAction::Delete => words::delete(view.ownership.contents.map_or(0, |contents| contents.people)),
        })
    };
    view! {
        <li>
            <div class="grow"><b>{title}</b><small>{text}</small></div>
            <OwnershipActionButton slug name action requested/>
        </li>
    }
}
