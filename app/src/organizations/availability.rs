//! What I am in the organization, or everywhere, as I choose it in the account menu (TR-9).

use domain::Availability;
use leptos::prelude::*;

use super::{
    MyOrganizations,
    api::{
        OrganizationView,
        availability::{SetAvailability, SetAvailabilityEverywhere},
    },
};
use crate::{
    form::{Form, PageField, PostForm},
    text::{self, shell},
    ui::{IconName, MenuItem, Presence},
};

/// What I am in the organization that is shown, and the ways to change that.
#[derive(Clone, Copy)]
pub(super) struct MyAvailability {
    current: Memo<Option<OrganizationView>>,
    /// In how many organizations I am.
    count: Memo<usize>,
    here: Form<SetAvailability>,
    everywhere: Form<SetAvailabilityEverywhere>,
    /// As I chose it, from the moment that I did.
    pub chosen: Memo<Availability>,
}

impl MyAvailability {
    pub(super) fn new(current: Memo<Option<OrganizationView>>, mine: MyOrganizations) -> Self {
        let here = Form::<SetAvailability>::new();
        let everywhere = Form::<SetAvailabilityEverywhere>::new();
        let known = move || current.read().as_ref().map(|current| current.availability).unwrap_or_default();
        let sent = here.sending();
        let chosen = Memo::new(move |_| {
            let slug = current.read().as_ref().map(|current| current.slug.to_string());
            let sent = sent.read();
            let sent = sent.as_ref().filter(|sent| Some(sent.get("organization")) == slug);
            sent.and_then(|sent| sent.get("availability").parse().ok()).unwrap_or_else(known)
        });
        here.on_done(move |sent| {
            if let Ok(availability) = sent.get("availability").parse() {
                let slug = sent.get("organization");
                mine.choose(availability, |organization| organization.slug.to_string() == slug);
            }
        });
        everywhere.on_done(move |_| mine.choose(untrack(known), |_| true));
        Self { current, count: mine.count(), here, everywhere, chosen }
    }
}

/// The part of the menu.
#[component]
pub(super) fn AvailabilityItems(mine: MyAvailability) -> impl IntoView {
    let MyAvailability { current, count, here, everywhere, chosen } = mine;
    let alone = Memo::new(move |_| count.get() < 2);
    let slug = move || current.get().map_or_else(String::new, |current| current.slug.to_string());
    let label = move || current.get().map_or_else(String::new, |current| shell::availability_in(&current.name));
    view! {
        <div role="group" aria-label=label>
            <p class="menu-head" aria-hidden="true">{shell::AVAILABILITY}</p>
            <PostForm form=here>
                <PageField/>
                <input type="hidden" name="organization" value=slug/>
                {Availability::ALL
                    .map(|one| view! {
                        <MenuItem
                            submit=true lead=move || view! { <Presence state=one/> }
                            chosen=Signal::derive(move || chosen.get() == one)
                            attr:name="availability" attr:value=one.as_str()
                        >
                            {text::availability(one)}
                        </MenuItem>
                    })
                    .into_iter()
                    .collect_view()}
            </PostForm>
            <PostForm form=everywhere attr:hidden=move || alone.get()>
                <PageField/>
                <input type="hidden" name="organization" value=slug/>
                <MenuItem submit=true icon=IconName::Tiles disabled=alone>
                    {move || shell::set_everywhere(count.get())}
                </MenuItem>
            </PostForm>
        </div>
    }
}
