//! What was just changed about the member, and giving them back the role that they had (TR-6).

use domain::paths;
use leptos::prelude::*;

use crate::{
    focus,
    form::{Form, PageField, PostForm},
    members::{api::many::UndoRoles, context::DetailsContext},
    notices::use_notices,
    text::members::{details as words, list, row_actions},
    ui::{FormError, IconName, Notice, NoticeTone, Sentence, SubmitLink},
};

/// It, until something else is done.
#[component]
pub(super) fn Saved(
    context: DetailsContext,
    /// Id of what one goes on with once it is taken back.
    go_on: &'static str,
) -> impl IntoView {
    let (view, slug, id) = (context.view, context.slug, context.id());
    let notices = use_notices();
    let undo = Form::<UndoRoles>::new();
    undo.on_redirect(move |next| {
        notices.tell(&next);
        context.again.run(());
        request_animation_frame(move || focus::put_after_act(go_on));
    });
    // Notices outlive the page, which may be gone when they change; and the role may be another one by now.
    let role = Memo::new(move |_| {
        let (member, was, now) = paths::role_told(&notices.get(paths::CHANGED)?)?;
        let is_so = view.try_with(|view| view.member.role == now)?;
        (member == id && is_so).then_some((was, now))
    });
    let told = move |name: &'static str| Memo::new(move |_| notices.get(name).is_some());
    let (saved, undone) = (told(paths::SAVED), told(paths::UNDONE));
    let page = context.and_back(slug.with_value(|slug| paths::member(slug, id)));
    let page = StoredValue::new(page);
    let name = Memo::new(move |_| view.try_with(|view| view.member.name.clone()).unwrap_or_default());
    let said = Memo::new(move |_| {
        let name = name.try_get()?;
        match role.try_get().flatten() {
            Some((_, now)) => Some(row_actions::role_changed(&name, now)),
            None if saved.try_get() == Some(true) => Some(words::saved(&name)),
            None => undone.try_get()?.then(|| row_actions::UNDONE.to_owned()),
        }
    });
    // Whoever gave themselves another role has it back from somebody else.
    let can_undo = Memo::new(move |_| {
        let may = view.try_with(|view| view.member.can_change_role && !view.member.me);
        may == Some(true) && role.try_get().flatten().is_some()
    });
    view! {
        <div role="status">
            {move || said.get().map(|text| view! {
                <Notice tone=NoticeTone::Ok icon=IconName::Check still=true>
                    <span>
                        <Sentence text names=vec![name.get_untracked()]/> " "
                        {move || can_undo.get().then(|| view! {
                            <PostForm form=undo attr:class="inline-form">
                                <PageField/>
                                <input type="hidden" name="organization" value=slug.with_value(ToString::to_string)/>
                                <input type="hidden" name="people" value=id.to_string()/>
                                <input type="hidden" name=paths::RETURN_TO value=page.get_value()/>
                                <SubmitLink busy=undo.busy()>{list::UNDO}</SubmitLink>
                            </PostForm>
                        })}
                    </span>
                </Notice>
            })}
        </div>
        <FormError error=undo.form_error()/>
    }
}
