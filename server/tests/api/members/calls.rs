//! The calls about members and invitations: who gets what from each, and what it needs to go through.

use crate::{
    prepared::{Prepared, Stage, first_project, unprepared},
    support::Team,
};

/// Who gets what from the calls that only look; at most they note that somebody was there.
pub const READS: &str = "
members/invitation-form | organization={here} invitation={invitation}                           | 401 403 404 403 200 404 200
members/invitation-form | organization={here} invitation={their invitation}                     | 401 403 404 403 404 404 404
members/invited         | organization={here}                                                   | 401 403 404 403 200 404 200
members/invited         | organization={here} delivery=nowhere                                  | 401 403 404 403 400 404 400
members/invited         | organization={here} project={their project}                           | 401 403 404 403 200 404 200
members/list            | organization={here}                                                   | 401 403 404 403 200 404 200
members/list            | organization={here} role=boss                                         | 401 403 404 403 400 404 400
members/review          | organization={here} people={member},{their member},{their invitation} | 401 403 404 403 200 404 200
members/review-project  | organization={here} people={member},{their member},{their invitation} | 401 403 404 403 200 404 200
members/review-roles    | organization={here} people={member},{their member},{their invitation} | 401 403 404 403 200 404 200
members/review-roles    | organization={here} people={member} role=owner                        | 401 403 404 403 403 404 200
members/review-roles    | organization={here} people={member} role=boss                         | 401 403 404 403 422 404 422
members/select          | organization={here}                                                   | 401 403 404 403 200 404 200
members/select          | organization={here} sort=shoes                                        | 401 403 404 403 400 404 400
members/view            | organization={here} member={member}                                   | 401 403 404 403 200 404 200
members/view            | organization={here} member={their member}                             | 401 403 404 403 404 404 404
members/who-can         | organization={here}                                                   | 401 403 404 200 200 404 200
";
/// Who gets what from the calls that write.
pub const WRITES: &str = "
members/add-to-project      | organization={here} people={member} project={project} role=agent         | 401 403 404 404 200 404 200
members/add-to-project      | organization={here} people={member},{their member} project={project} role=agent | 401 403 404 404 422 404 422
members/add-to-project      | organization={here} people={member} project={their project} role=agent   | 401 403 404 404 404 404 404
members/cancel-invitation   | organization={here} invitation={invitation}                              | 401 403 404 403 200 404 200
members/cancel-invitation   | organization={here} invitation={their invitation}                        | 401 403 404 403 404 404 404
members/change-grants       | organization={here} member={member} grants=read-audit-log                | 401 403 404 403 200 404 200
members/change-grants       | organization={here} member={their member} grants=read-audit-log          | 401 403 404 403 404 404 404
members/change-grants       | organization={there} member={member} grants=read-audit-log               | 401 403 404 404 404 404 404
members/change-project      | organization={here} member={member} project={project} before=none role=agent | 401 403 404 404 200 404 200
members/change-project      | organization={here} member={their member} project={project} before=none role=agent | 401 403 404 404 422 404 422
members/change-project      | organization={here} member={member} project={their project} before=none role=agent | 401 403 404 404 404 404 404
members/change-role         | organization={here} member={member} role=user-admin                      | 401 403 404 403 200 404 200
members/change-role *       | organization={here} member={member} role=owner                           | 401 403 404 403 403 404 200
members/change-role         | organization={here} member={their member} role=member                    | 401 403 404 403 404 404 404
members/change-role         | organization={there} member={member} role=member                         | 401 403 404 404 404 404 404
members/change-roles        | organization={here} people={member} role=user-admin                      | 401 403 404 403 200 404 200
members/change-roles *      | organization={here} people={member} role=owner                           | 401 403 404 403 403 404 200
members/change-roles        | organization={here} people={member},{their member} role=member           | 401 403 404 403 422 404 422
members/change-roles        | organization={there} people={member} role=member                         | 401 403 404 404 404 422 404
members/dismiss-invitation  | organization={here} invitation={declined}                                | 401 403 404 403 200 404 200
members/dismiss-invitation  | organization={here} invitation={invitation}                              | 401 403 404 403 404 404 404
members/dismiss-invitation  | organization={here} invitation={their invitation}                        | 401 403 404 403 404 404 404
members/edit                | organization={here} member={member} display_name=Somebody role=member    | 401 403 404 403 200 404 200
members/edit                | organization={here} member={their member} role=member                    | 401 403 404 403 404 404 404
members/edit *              | organization={here} member={member} role=owner                           | 401 403 404 403 403 404 200
members/edit-invitation     | organization={here} invitation={invitation} role=member                  | 401 403 404 403 200 404 200
members/edit-invitation     | organization={here} invitation={their invitation} role=member            | 401 403 404 403 404 404 404
members/edit-invitation     | organization={here} invitation={invitation} role=owner                   | 401 403 404 403 403 404 200
members/invitation-link     | organization={here} invitation={invitation}                              | 401 403 404 403 200 404 200
members/invitation-link     | organization={here} invitation={their invitation}                        | 401 403 404 403 404 404 404
members/invite              | organization={here} emails={fresh} role=member                           | 401 403 404 403 200 404 200
members/invite              | organization={here} emails={fresh} role=owner                            | 401 403 404 403 403 404 200
members/restore             | organization={here} people={member},{their member}                       | 401 403 404 403 404 404 404
members/revoke              | organization={here} people={invitation}                                  | 401 403 404 403 200 404 200
members/revoke              | organization={here} people={their member},{their invitation}             | 401 403 404 403 404 404 404
members/send-invitation     | organization={here} invitation={invitation}                              | 401 403 404 403 200 404 200
members/send-invitation     | organization={here} invitation={their invitation}                        | 401 403 404 403 404 404 404
members/send-password-reset | organization={here} member={member}                                      | 401 403 404 403 200 404 200
members/send-password-reset | organization={here} member={their member}                                | 401 403 404 403 404 404 404
members/try-invitation-now  | organization={here} invitation={invitation}                              | 401 403 404 403 200 404 200
members/try-invitation-now  | organization={here} invitation={their invitation}                        | 401 403 404 403 404 404 404
members/undo-project        | organization={here} people={member} project={project}                    | 401 403 404 404 422 404 422
members/undo-project        | organization={here} people={their member} project={their project}        | 401 403 404 404 404 404 404
members/undo-roles          | organization={here} people={member},{their member}                       | 401 403 404 403 422 404 422
";

/// What each of them needs to go through.
pub async fn prepare(stage: &Stage<'_>, call: &str) -> Prepared {
    let team = stage.team().await;
    match call {
        "members/invite" => Prepared::in_team(&team)
            .with("emails", format!("{}, {}", stage.email("guest"), stage.email("other")))
            .with("role", "admin")
            .counted(),
        "members/cancel-invitation" => invited(stage, &team).await,
        "members/invitation-link" | "members/send-invitation" => invited(stage, &team).await.counted(),
        // Of a mail that has arrived there is no other try.
        "members/try-invitation-now" => invited(stage, &team).await.writing_nothing(),
        "members/edit-invitation" => {
            invited(stage, &team).await.with("role", "admin").with("first_name", "Sana").with("send", "true").counted()
        }
        "members/dismiss-invitation" => {
            let guest = stage.email("guest");
            let token = team.invite(stage.app, &guest, "member").await;
            let invitation = team.id_of(&guest).await;
            let answer = stage.app.browser().call("invitations/decline", &[("token", &token)]).await;
            assert_eq!(answer.status, 200, "{answer:?}");
            Prepared::in_team(&team).with("invitation", invitation)
        }

        "members/change-grants" => of_hanna(stage, &team).await.with("grants", "manage-members"),
        "members/change-project" => of_hanna(stage, &team)
            .await
            .with("project", first_project(&team).await)
            .with("before", "none")
            .with("role", "agent"),
        "members/change-role" => of_hanna(stage, &team).await.with("role", "admin"),
        "members/edit" => of_hanna(stage, &team)
            .await
            .with("display_name", "Somebody")
            .with("role", "member")
            .with("grants", "manage-members"),
        "members/send-password-reset" => of_hanna(stage, &team).await.counted(),
        "members/revoke" => Prepared::in_team(&team).with("people", stage.member(&team, "Hanna").await),
        "members/restore" => {
            let hanna = stage.member(&team, "Hanna").await;
            done(&team, "members/revoke", Prepared::in_team(&team).with("people", hanna)).await
        }

        "members/add-to-project" => to_project(stage, &team).await,
        "members/undo-project" => done(&team, "members/add-to-project", to_project(stage, &team).await).await,
        "members/change-roles" => to_admins(stage, &team).await,
        "members/undo-roles" => done(&team, "members/change-roles", to_admins(stage, &team).await).await,
        _ => unprepared(call),
    }
}

/// Something with an invitation.
async fn invited(stage: &Stage<'_>, team: &Team) -> Prepared {
    let guest = stage.email("guest");
    team.invite(stage.app, &guest, "member").await;
    Prepared::in_team(team).with("invitation", team.id_of(&guest).await)
}

/// Something with one member.
async fn of_hanna(stage: &Stage<'_>, team: &Team) -> Prepared {
    Prepared::in_team(team).with("member", stage.member(team, "Hanna").await)
}

/// Something with two members.
async fn of_two(stage: &Stage<'_>, team: &Team) -> Prepared {
    let (hanna, bo) = (stage.member(team, "Hanna").await, stage.member(team, "Bo").await);
    Prepared::in_team(team).with("people", format!("{hanna},{bo}"))
}

async fn to_project(stage: &Stage<'_>, team: &Team) -> Prepared {
    of_two(stage, team).await.with("project", first_project(team).await).with("role", "agent")
}

async fn to_admins(stage: &Stage<'_>, team: &Team) -> Prepared {
    of_two(stage, team).await.with("role", "admin")
}

/// The owner did this already with the same fields.
async fn done(team: &Team, call: &str, prepared: Prepared) -> Prepared {
    let answer = team.owner.call(call, &prepared.fields()).await;
    assert_eq!(answer.status, 200, "{call}: {answer:?}");
    prepared
}
