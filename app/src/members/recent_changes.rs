//! What I did with several members at once a while ago, and taking it back (TR-6, PR-2).

use domain::{MembersChange, paths};
use leptos::prelude::*;

use super::{
    api::{
        ProjectOption,
        many::{self as api, RecentChangeRow},
    },
    context::MembersContext,
    row_actions::{actions_id, focus_soon},
};
use crate::{
    form::{Form, PageField, PostForm, Sent},
    text::members::{list, many as words},
    ui::{Button, ButtonSize, FormError, Icon, IconName, LocalTime, Sentence, TimeShape},
};

/// One line for each time, with *Undo*, as long as that can be undone.
#[component]
pub(super) fn RecentChanges(shared: MembersContext, again: Callback<()>) -> impl IntoView {
    let (roles, projects) = (Form::<api::UndoRoles>::new(), Form::<api::UndoProject>::new());
    let errors = [roles.form_error(), projects.form_error()];
    let error = Signal::derive(move || errors.iter().find_map(|error| error.get()));
    let status_message = shared.row_actions.status_message;
    let done = move |sent: &Sent| {
        // What came of the last act may be what was taken back.
        shared.row_actions.begin();
        status_message.set(words::UNDONE.to_owned());
        focus_soon(sent.get("people").split(',').next().map(actions_id).unwrap_or_default());
        again.run(());
    };
    roles.on_done(move |sent| done(sent));
    projects.on_done(move |sent| done(sent));
    let changes = Memo::new(move |_| shared.view.read().recent_changes.clone());
    let now = shared.view.read_untracked().now;
    let slug = shared.slug;
    view! {
        <FormError error/>
        <Show when=move || !changes.read().is_empty()>
            <ul class="recently-done" aria-label=words::RECENTLY_CHANGED>
                <For
                    each=move || changes.get()
                    key=|row| (row.changed_at, row.people.iter().map(|person| person.id).collect::<Vec<_>>())
                    let:row
                >
                    {
                        let RecentChangeRow { change, changed_at, people, .. } = row;
                        let (ids, names): (Vec<String>, Vec<String>) =
                            people.into_iter().map(|person| (person.id.to_string(), person.label())).unzip();
                        let project = match &change {
                            MembersChange::Project { project, name, .. } => {
                                let view = shared.view.read_untracked();
                                let known = view.projects.iter().find(|known| known.id == *project);
                                known.map_or_else(|| name.to_string(), ProjectOption::label)
                            }
                            MembersChange::Role { .. } => String::new(),
                        };
                        let told = words::was_done(&change, &project, &names);
                        let undo = words::undo(&change, &project, &names);
                        let ids = ids.join(",");
                        let (giving, taking) = (roles.sends("people", &ids), projects.sends("people", &ids));
                        let fields = move |ids: String| view! {
                            <PageField/>
                            <input type="hidden" name="organization" value=slug.with_value(ToString::to_string)/>
                            <input type="hidden" name="people" value=ids/>
                            <input type="hidden" name=paths::RETURN_TO value=move || shared.shown_at()/>
                        };
                        let (icon, names, form) = match change {
                            MembersChange::Role { .. } => {
                                let form = view! {
                                    <PostForm form=roles>
                                        {fields(ids)}
                                        <Button submit=true busy=giving size=ButtonSize::Small aria_label=undo>
                                            {list::UNDO}
                                        </Button>
                                    </PostForm>
                                };
                                (IconName::Shield, names, form.into_any())
                            }
                            MembersChange::Project { project: id, .. } => {
                                let form = view! {
                                    <PostForm form=projects>
                                        {fields(ids)}
                                        <input type="hidden" name="project" value=id.to_string()/>
                                        <Button submit=true busy=taking size=ButtonSize::Small aria_label=undo>
                                            {list::UNDO}
                                        </Button>
                                    </PostForm>
                                };
                                let names = std::iter::once(project).chain(names).collect();
                                (IconName::Project, names, form.into_any())
                            }
                        };
                        view! {
                            <li>
                                <Icon name=icon/>
                                <span>
                                    <Sentence text=told names/> " "
                                    <LocalTime at=changed_at shape=TimeShape::Relative now/>
                                </span>
                                {form}
                            </li>
                        }
                    }
                </For>
            </ul>
        </Show>
    }
}
