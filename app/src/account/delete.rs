//! `/account/delete`: deleting my account, and what comes before (SI-9).

use domain::Slug;
use leptos::prelude::*;

use super::{
    api::{self, MembershipView},
    organizations::{tell, tile},
    page::{AccountPage, Export, Section, StatusMessage},
    shell::{MyAccount, use_account},
};
use crate::{
    form::{Form, PageField, PostForm},
    organizations::{OwnershipAction, OwnershipActionButton, OwnershipDialog, OwnershipRequest},
    text::{self, account::delete},
    ui::{Button, ButtonKind, Checks, FieldCheck, FormError, PasswordField, Row, RowActions, Rows},
};

/// The page.
#[component]
pub fn DeleteAccount() -> impl IntoView {
    use_account().map(|account| view! { <Steps account/> })
}

#[component]
fn Steps(account: MyAccount) -> impl IntoView {
    let requested = RwSignal::new(None);
    let message = RwSignal::new(None);
    let owned = Memo::new(move |_| {
        account.view.with(|view| {
            let alone = view.organizations.iter().filter(|mine| mine.only_owner && mine.purged_at.is_none());
            alone.cloned().collect::<Vec<_>>()
        })
    });
    let undecided = Memo::new(move |_| owned.with(|owned| !owned.is_empty()));
    let row = move |mine: MembershipView| view! { <Owned mine requested/> };
    view! {
        <AccountPage account heading=delete::HEADING>
            <StatusMessage message/>
            <Section heading=delete::DATA text=delete::DATA_TEXT><Export/></Section>
            <Show when=move || undecided.get()>
                <Section heading=delete::OWNED text=delete::OWNED_TEXT>
                    <Rows><For each=move || owned.get() key=key children=row/></Rows>
                </Section>
            </Show>
            <Section heading=delete::ACCOUNT text=delete::ACCOUNT_TEXT><Password undecided/></Section>
        </AccountPage>
        <OwnershipDialog requested on_done=tell(account, message)/>
    }
}

/// What a row shows: by this, no row takes over the buttons of another.
fn key(mine: &MembershipView) -> (Slug, String, bool) {
    (mine.slug.clone(), mine.name.clone(), mine.ownership_candidates.is_empty())
}

/// An organization that would be left without an owner.
#[component]
fn Owned(mine: MembershipView, requested: RwSignal<Option<OwnershipRequest>>) -> impl IntoView {
    let MembershipView { slug, name, color, ownership_candidates, .. } = mine;
    let lead = tile(&name, color);
    let others = !ownership_candidates.is_empty();
    view! {
        <Row lead title=name.clone() line=move || if others { delete::OTHERS } else { delete::ALONE }>
            <RowActions>
                {others.then(|| view! { <OwnershipActionButton slug=slug.clone() name=name.clone() action=OwnershipAction::Transfer requested/> })}
                <OwnershipActionButton slug name action=OwnershipAction::Delete requested/>
            </RowActions>
        </Row>
    }
}

#[component]
fn Password(undecided: Memo<bool>) -> impl IntoView {
    let form = Form::<api::profile::DeleteAccount>::new();
    form.follow();
    let checks = Checks::provide();
    let check = FieldCheck::new(|(typed,)| domain::Password::attempt(typed).err().map(text::password_problem));
    view! {
        <p>{delete::MEANS}</p>
        <PostForm form on:submit:capture=checks.on_submit()>
            <PageField/>
            <FormError error=form.form_error()/>
            <PasswordField
                name="password" label=delete::PASSWORD autocomplete="current-password" required=true
                error=form.field_error("password") check=check
            />
            <div class="actions">
                <Button kind=ButtonKind::Danger submit=true busy=form.busy() disabled=undecided>{delete::SUBMIT}</Button>
                {move || undecided.get().then(|| view! { <span class="hint">{delete::FIRST}</span> })}
            </div>
        </PostForm>
    }
}
