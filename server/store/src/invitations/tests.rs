//! What invitations give, on both engines.

use chrono::TimeDelta;
use domain::{Grant, ProjectId, ProjectRole, Role};
use uuid::Uuid;

use super::*;
use crate::{
    fixtures::{NOW, account, join, organization, project},
    statements::stores,
};

// IN-1, IN-6: an invitation gives what was written into it, as long as who sent it could give that.
#[tokio::test]
async fn in_6_an_invitation_is_backed_as_a_whole() {
    for store in stores().await {
        let (owner, leo) = (account(&store, 1, "Mina Okafor").await, account(&store, 2, "Leo Marchetti").await);
        let organization = organization(&store, 1, owner).await;
        let parts = project(&store, organization, 1, "Spare parts").await;
        let repairs = project(&store, organization, 2, "Repairs").await;
        let of = |grants: &[Grant], projects: &[(ProjectId, ProjectRole)]| {
            Authority::new(Role::Member, grants.iter().copied().collect(), projects.iter().copied().collect())
        };
        let manages = [(parts, ProjectRole::Manager), (repairs, ProjectRole::Manager)];
        join(&store, organization, leo, &of(&[Grant::ManageMembers], &manages)).await;
        let given = of(&[Grant::ManageMembers], &[(parts, ProjectRole::Agent), (repairs, ProjectRole::Viewer)]);
        let id = InvitationId::from(Uuid::from_u128(7));
        let (email, name): (EmailAddress, PersonName) =
            ("sana@harbour.example".parse().unwrap(), "Sana".parse().unwrap());
        let new = NewInvitation {
            id,
            organization_id: organization,
            email: &email,
            first_name: Some(&name),
            last_name: None,
            invited_by: leo,
            now: NOW,
        };
        let mut tx = store.begin().await.unwrap();
        tx.insert_invitation(&new).await.unwrap();
        tx.set_invitation(organization, id, &given, leo).await.unwrap();
        tx.mark_invitation_sent(id, leo, NOW, NOW + TimeDelta::days(7)).await.unwrap();
        tx.commit().await.unwrap();

        let found = async || store.read().invitation(id).await.unwrap().unwrap();
        let invitation = found().await;
        assert_eq!((invitation.given(), invitation.first_name.as_deref()), (given, Some("Sana")));
        assert!(invitation.is_backed());
        for listed in [
            store.read().invitations_page(organization, &[id]).await.unwrap(),
            store.pending_invitations(&email, NOW).await.unwrap(),
        ] {
            assert_eq!(listed.len(), 1, "a row for each project is one invitation");
            assert_eq!(listed[0].given(), invitation.given());
        }
        // Each of what it takes, taken away and given back.
        for (grants, projects) in [
            ([Grant::ManageMembers].as_slice(), manages.as_slice()),
            (&[], &manages),
            (&[Grant::ManageMembers], &manages[..1]),
            (&[Grant::ManageMembers], &[(parts, ProjectRole::Manager), (repairs, ProjectRole::Agent)]),
        ] {
            let mut tx = store.begin().await.unwrap();
            tx.delete_member(organization, leo).await.unwrap();
            tx.commit().await.unwrap();
            assert!(!found().await.is_backed());
            join(&store, organization, leo, &of(grants, projects)).await;
            assert_eq!(found().await.is_backed(), projects == manages && !grants.is_empty());
        }
        // ST-3: that somebody wants in is noted while it is open, not anew within the hour, and is forgotten where it ends. What a
        // clock wrote that was ahead is in nobody's way (FIELD-32).
        let hour = TimeDelta::hours(1);
        let mut tx = store.begin().await.unwrap();
        for (at, noted) in [
            (NOW + hour * 5, true),
            (NOW, true),
            (NOW, false),
            (NOW + hour - TimeDelta::seconds(1), false),
            (NOW + hour, true),
        ] {
            assert_eq!(tx.want_seat(id, at, at - hour).await.unwrap(), noted, "{at}");
        }
        let wanted = tx.read().invitation(id).await.unwrap().unwrap().seat_wanted_at;
        assert_eq!(wanted, Some(NOW + hour));
        tx.mark_invitation_sent(id, leo, NOW, NOW + TimeDelta::days(7)).await.unwrap();
        assert_eq!(
            tx.read().invitation(id).await.unwrap().unwrap().seat_wanted_at,
            wanted,
            "sent again, it still waits"
        );
        assert!(tx.settle_invitation(id, InvitationState::Cancelled, None, NOW).await.unwrap());
        assert_eq!(tx.read().invitation(id).await.unwrap().unwrap().seat_wanted_at, None);
        assert!(!tx.want_seat(id, NOW + hour * 9, NOW).await.unwrap());
        drop(tx);
        // Written anew, it gives that and no more.
        let mut tx = store.begin().await.unwrap();
        let anew = Authority::of_role(Role::UserAdmin);
        tx.set_invitation(organization, id, &anew, owner).await.unwrap();
        let invitation = tx.read().invitation(id).await.unwrap().unwrap();
        assert!(invitation.given() == anew && invitation.projects().is_empty() && invitation.is_backed());
    }
}
