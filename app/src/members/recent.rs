//! Whose access was revoked a while ago, and bringing them back (TR-7).

use chrono::{DateTime, Utc};
use domain::paths;
use leptos::prelude::*;

use super::{api, context::MembersContext};
use crate::{
    form::{Form, PageField, PostForm},
    text::{members::list, told_apart},
    ui::{Button, ButtonSize, FormError, Icon, IconName, LocalTime, Sentence, TimeShape},
};

/// What was done at once: when, by whom if it was somebody else, and with whom.
type Batch = (DateTime<Utc>, Option<String>, Vec<(String, String)>);

/// One line for each time that access was revoked, with *Undo*, as long as that can be undone.
#[component]
pub(super) fn RecentlyRevoked(shared: MembersContext, again: Callback<()>) -> impl IntoView {
    let form = Form::<api::revoking::Restore>::new();
    let error = form.form_error();
    let sent = StoredValue::new(Vec::<String>::new());
    let batches = Memo::new(move |_| {
        let mut batches: Vec<Batch> = Vec::new();
        for row in &shared.view.read().recently_revoked {
            let person = (row.id.to_string(), told_apart(&row.name, row.email.as_deref()));
            match batches.last_mut() {
                Some((at, by, people)) if *at == row.revoked_at && *by == row.revoked_by => people.push(person),
                _ => batches.push((row.revoked_at, row.revoked_by.clone(), vec![person])),
            }
        }
        batches
    });
    form.on_send(move |fields| {
        let ids = fields.get("people");
        let ids: Vec<&str> = ids.split(',').collect();
        let batches = batches.read_untracked();
        let people = batches.iter().flat_map(|(_, _, people)| people).filter(|(id, _)| ids.contains(&id.as_str()));
        sent.set_value(people.map(|(_, name)| name.clone()).collect());
    });
    let status_message = shared.row_actions.status_message;
    form.on_done(move |_| {
        // That access is revoked is no longer so.
        shared.row_actions.begin();
        status_message.set(list::restored(&sent.get_value()));
        again.run(());
    });
    let now = shared.view.read_untracked().now;
    let slug = shared.slug;
    view! {
        <FormError error/>
        <Show when=move || !batches.read().is_empty()>
            <ul class="recently-done" aria-label=list::RECENTLY_REVOKED>
                <For each=move || batches.get() key=Clone::clone let:batch>
                    {
                        let (at, by, people) = batch;
                        let (ids, names): (Vec<String>, Vec<String>) = people.into_iter().unzip();
                        let ids = ids.join(",");
                        let busy = form.sends("people", &ids);
                        let undo = list::undo_revoking(&names);
                        let text = list::was_revoked(&names, by.as_deref());
                        let people: Vec<String> = names.into_iter().chain(by).collect();
                        view! {
                            <li>
                                <Icon name=IconName::SignOut/>
                                <span>
                                    <Sentence text names=people/> " "
                                    <LocalTime at shape=TimeShape::Relative now/>
                                </span>
                                <PostForm form>
                                    <PageField/>
                                    <input type="hidden" name="organization" value=slug.with_value(ToString::to_string)/>
                                    <input type="hidden" name="people" value=ids/>
                                    <input type="hidden" name=paths::RETURN_TO value=move || shared.shown_at()/>
                                    <Button submit=true busy size=ButtonSize::Small aria_label=undo>{list::UNDO}</Button>
                                </PostForm>
                            </li>
                        }
                    }
                </For>
            </ul>
        </Show>
    }
}
