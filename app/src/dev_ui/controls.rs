//! What is pressed, filled in and chosen.

use leptos::prelude::*;

use crate::ui::{
    Button, ButtonKind, ButtonSize, Check, Checks, Field, IconButton, IconName, LinkButton, PasswordField, Radio,
    RadioCard, RadioCards, SearchField, Select, SubmitLink, Switch, TextArea,
};

#[component]
pub(super) fn Buttons() -> impl IntoView {
    let kinds = [
        ("Primary", ButtonKind::Primary, "Save"),
        ("Plain", ButtonKind::Plain, "Edit"),
        ("Quiet", ButtonKind::Quiet, "Clear"),
        ("Warning", ButtonKind::Warning, "Leave…"),
        ("Danger", ButtonKind::Danger, "Revoke"),
    ];
    let sizes = [("Small", ButtonSize::Small), ("Medium", ButtonSize::Medium), ("Large", ButtonSize::Large)];
    let busy = RwSignal::new(false);
    view! {
        <section>
            <h2>"Button"</h2>
            <div class="col">
                <div class="demo">
                    {kinds
                        .map(|(name, kind, words)| view! {
                            <span>{name}</span>
                            <Button kind>{words}</Button>
                            <Button kind busy=true>{words}</Button>
                            <Button kind disabled=true>{words}</Button>
                            <Button kind icon=IconName::Link>{words}</Button>
                        })
                        .into_iter()
                        .collect_view()}
                    {sizes
                        .map(|(name, size)| view! {
                            <span>{name}</span>
                            <Button size>"Send"</Button>
                            <Button size busy=true>"Send"</Button>
                            <Button size busy=true icon=IconName::Mail>"Send"</Button>
                            <IconButton icon=IconName::More label="More" size />
                        })
                        .into_iter()
                        .collect_view()}
                    <span>"Link"</span>
                    <LinkButton href="#">"Members"</LinkButton>
                    <LinkButton href="#" icon=IconName::Plus>"Project"</LinkButton>
                    <LinkButton href="#" kind=ButtonKind::Quiet size=ButtonSize::Small>"All"</LinkButton>
                    <a class="link" href="#">"Members"</a>
                    <SubmitLink busy=false>"Undo"</SubmitLink>
                    <SubmitLink busy=true>"Undo"</SubmitLink>
                    <SubmitLink busy=false quiet=true>"Decline"</SubmitLink>
                    <SubmitLink busy=true quiet=true>"Decline"</SubmitLink>
                </div>
                <Button
                    kind=ButtonKind::Primary
                    size=ButtonSize::Large
                    wide=true
                    busy
                    on_click=move || busy.set(true)
                >
                    "Press to be busy"
                </Button>
            </div>
        </section>
    }
}

#[component]
pub(super) fn Fields() -> impl IntoView {
    let missing = Some("This address has no ending. Did you mean mina@harbourfinch.example?".to_owned());
    let roles = vec![("member".to_owned(), "Member".to_owned()), ("admin".to_owned(), "Admin".to_owned())];
    view! {
        <section>
            <h2>"Field"</h2>
            <div class="two">
                <Field name="f-default" label="Default" value="Harbour & Finch" />
                <Field name="f-large" label="Large" large=true value="Harbour & Finch" />
                <Field
                    name="f-hint"
                    label="With a hint"
                    verbatim=true
                    value="harbour-finch"
                    hint=|| "Checked when you leave it."
                    check=|text: String| text.is_empty().then(|| "Give it an address.".to_owned())
                />
                <Field name="f-prefix" label="With its beginning" prefix="chat.example/o/" verbatim=true value="harbour-finch" />
                <Field name="f-error" label="Email" kind="email" verbatim=true value="mina@harbourfinch" error=missing />
                <Field
                    name="f-disabled"
                    label="Disabled"
                    disabled=true
                    value="Member"
                    hint=|| "Your identity provider decides roles."
                />
                <Field name="f-readonly" label="Read only" readonly=true verbatim=true value="sana@quillandco.example" />
                <Select name="f-select" label="Select" options=roles.clone() value="admin" />
                <Select name="f-select-off" label="Select, disabled" options=roles disabled=true />
                <TextArea name="f-area" label="Text area" placeholder="One address a line" verbatim=true />
                <TextArea name="f-area-2" label="Text area, filled" value="</textarea> is nothing special." />
            </div>
        </section>
    }
}

#[component]
pub(super) fn Passwords() -> impl IntoView {
    let strengths = [
        "8 characters or more.",
        "One of the most used passwords.",
        "Short. Add a word or two.",
        "Strong. Length beats odd characters.",
        "Very strong.",
    ];
    view! {
        <section>
            <h2>"Password"</h2>
            <div class="two">
                {strengths
                    .into_iter()
                    .zip(0_u8..)
                    .map(|(sentence, score)| view! {
                        <PasswordField
                            name=format!("p-{score}")
                            label=format!("Strength {score}")
                            autocomplete="off"
                            score
                            sentence
                        />
                    })
                    .collect_view()}
                <PasswordField
                    name="p-plain"
                    label="Password"
                    autocomplete="off"
                    aside=|| view! { <a class="link" href="#">"Forgot password?"</a> }
                    error=Some("One of the most used passwords. Try a few plain words.".to_owned())
                />
            </div>
        </section>
    }
}

#[component]
pub(super) fn Choices() -> impl IntoView {
    view! {
        <section>
            <h2>"Choice"</h2>
            <div class="two">
                <div>
                    <Check name="c-1">"Off"</Check>
                    <Check name="c-2" checked=true line=|| "With a line below.">"On"</Check>
                    <Check name="c-3" disabled=true>"Disabled"</Check>
                    <Check name="c-4" disabled=true checked=true>"Disabled, on"</Check>
                    <Switch name="s-1" label="Off" on=false />
                    <Switch name="s-2" label="On" on=true />
                    <Switch name="s-3" label="Fixed" on=true disabled=true />
                    <Radio name="r" value="1" checked=true>"This one"</Radio>
                    <Radio name="r" value="2">"Or this one"</Radio>
                    <Radio name="r" value="3" disabled=true>"Not this one"</Radio>
                </div>
                <RadioCards legend="Options">
                    <RadioCard name="o-1" value="admin" title="Admin" about="All settings, all projects" />
                    <RadioCard
                        name="o-1"
                        value="member"
                        checked=true
                        title="Member"
                        about="Projects they’re added to, no settings"
                    />
                </RadioCards>
                <RadioCards legend="Options, refused" error=Some("Choose a role.".to_owned())>
                    <RadioCard name="o-2" value="admin" title="Admin" about="All settings, all projects" />
                    <RadioCard name="o-2" value="member" title="Member" about="Projects they’re added to, no settings" />
                </RadioCards>
                <div class="toolbar">
                    <SearchField name="search" label="Search members" placeholder="Name or email" value="" />
                    <Button>"Search"</Button>
                </div>
            </div>
        </section>
    }
}

#[component]
pub(super) fn CheckedForm() -> impl IntoView {
    let checks = Checks::provide();
    let needed = |text: String| text.trim().is_empty().then(|| "Give it a name.".to_owned());
    let short = |text: String| (text.chars().count() < 8).then(|| "8 characters or more.".to_owned());
    view! {
        <section>
            <h2>"Form"</h2>
            <form
                class="col"
                method="get"
                on:submit:capture=checks.on_submit()
                on:submit=move |event| event.prevent_default()
            >
                <Field name="form-name" label="Name" required=true check=needed />
                <PasswordField name="form-password" label="Password" autocomplete="off" required=true check=short />
                <Button kind=ButtonKind::Primary submit=true>"Send"</Button>
            </form>
        </section>
    }
}
