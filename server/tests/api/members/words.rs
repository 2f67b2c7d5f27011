//! What the page of the members says once something was looked for or done (FIELD-65).

use crate::support::{App, Engine, MINA, Team, stories};

stories! {
    /// FIELD-65: a search counts what it finds of all there are, invitations too.
    async fn field_65_a_search_counts_what_it_finds(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Ada Lind", "member").await;
        team.invite(app, "vera@guests.example", "member").await;
        let page = async |query: &str| team.owner.get(&format!("/o/{}/members{query}", team.slug)).await.body;
        assert!(page("?find=lind").await.contains("1 of 2<"));
        assert!(page("?find=vera").await.contains("0 of 2<"), "the count of people stays theirs");
        assert!(page("?find=vera").await.contains("“vera” also matches one invitation."));
        assert!(page("?view=invited&find=vera").await.contains("1 of 1<"));
        assert!(page("?view=invited&find=xyz").await.contains("0 of 1<"));
    }

    /// FIELD-65: what an address tells is told once, to the browser that was just sent there.
    async fn field_65_a_notice_is_told_once(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let list = format!("/o/{}/members", team.slug);
        let fields = [("organization", team.slug.as_str()), ("emails", "vera@guests.example"), ("role", "member")];
        let sent = team.owner.submit("members/invite", &list, &fields).await;
        let address = sent.header("location").to_owned();
        assert_eq!(address, format!("{list}?view=invited&invited=1"));
        let told = team.owner.get(&address).await;
        assert!(told.body.contains("The invitation is on its way"), "{}", told.body);
        for address in [address, format!("{list}?find=a&revoked=1"), "/account?done=name".into(), "/sign-in?reset=1".into()] {
            let again = team.owner.get(&address).await;
            assert_eq!(again.status, 303, "{address}");
            assert_eq!(Some(again.header("location").to_owned()), bare(&address));
        }
    }
}

fn bare(address: &str) -> Option<String> {
    let (path, query) = address.split_once('?')?;
    let kept = ["find=a", "view=invited"].into_iter().find(|kept| query.starts_with(kept));
    Some(kept.map_or_else(|| path.to_owned(), |kept| format!("{path}?{kept}")))
}
