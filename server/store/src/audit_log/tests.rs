use chrono::TimeDelta;
use domain::{
    EmailAddress, ProjectName, ProjectRole, Role,
    audit::{AuditEvent, ProjectPlace},
};

use super::*;
use crate::{
    NewAuditEntry, Store, audit_words,
    db::Db,
    fixtures::{NOW, account, organization, ten_thousand},
    statements::{analyze, plan, run, stores},
};

struct Log<'a> {
    store: &'a Store,
    organization: OrganizationId,
}

/// An event of whom nothing is told but the action.
const fn left() -> AuditEvent {
    AuditEvent::MemberLeft(domain::audit::Departure::of_role(Role::Member))
}

fn added(project: &str) -> AuditEvent {
    let name: ProjectName = project.parse().unwrap();
    AuditEvent::ProjectMemberAdded {
        after: ProjectPlace { project: Uuid::from_u128(7).into(), name, role: ProjectRole::Agent },
    }
}

impl Log<'_> {
    /// Writes an entry of this minute; several of one minute are in order.
    async fn write(
        &self,
        minute: i64,
        number: u8,
        (actor, subject): (Option<AccountId>, Option<AccountId>),
        address: Option<&EmailAddress>,
        event: &AuditEvent,
    ) {
        let at = NOW + TimeDelta::minutes(minute);
        let entry = NewAuditEntry {
            id: AuditEntryId::new(at, [number; 10]),
            organization_id: self.organization,
            actor_id: actor,
            subject_id: subject,
            subject: address,
            event,
            client: "",
            at,
        };
        let mut tx = self.store.begin().await.unwrap();
        tx.insert_entries(&[entry]).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn page(&self, search: &AuditSearch, page: &AuditPage) -> AuditLogPage {
        self.store.read().audit_page(self.organization, search, page, 3).await.unwrap()
    }

    /// The minutes of what is found, and that counting finds as many.
    async fn minutes(&self, search: &AuditSearch) -> Vec<i64> {
        let found = self.store.read().audit_page(self.organization, search, &AuditPage::First, 50).await.unwrap();
        assert_eq!((found.count, found.newer), (all_of(found.entries.len()), Some(0)), "{search:?}");
        found.entries.iter().map(|entry| (entry.at - NOW).num_minutes()).collect()
    }
}

fn all_of(entries: usize) -> AuditCount {
    AuditCount::exactly(i64::try_from(entries).unwrap())
}

fn minutes(page: &AuditLogPage) -> Vec<i64> {
    page.entries.iter().map(|entry| (entry.at - NOW).num_minutes()).collect()
}

// ST-4: forwards and backwards, each entry once, also while others are written.
#[tokio::test]
async fn st_4_pages_follow_one_another() {
    for store in stores().await {
        let mina = account(&store, 1, "Mina Okafor").await;
        let log = Log { store: &store, organization: organization(&store, 1, mina).await };
        let other = Log { store: &store, organization: organization(&store, 2, mina).await };
        other.write(5, 9, (Some(mina), None), None, &left()).await;
        // Two at once, of which one is first; the newest first.
        let mut all = vec![5, 4, 3, 2, 2, 1, 0];
        for (minute, number) in [(0, 1), (1, 1), (2, 1), (2, 2), (3, 1), (4, 1), (5, 1)] {
            log.write(minute, number, (Some(mina), None), None, &left()).await;
        }
        let person = AuditSearch { person: Some(mina), ..AuditSearch::default() };
        let kind = AuditSearch { kind: Some(AuditKind::Members), ..AuditSearch::default() };
        for search in [AuditSearch::default(), person, kind] {
            let count = all.len();
            let first = log.page(&search, &AuditPage::First).await;
            assert_eq!((minutes(&first), first.count, first.newer), (all[..3].to_vec(), all_of(count), Some(0)));
            // What is written meanwhile moves nothing.
            let next = all[0] + 1;
            log.write(next, 1, (Some(mina), None), None, &left()).await;
            let second = log.page(&search, &AuditPage::After(first.entries[2].place())).await;
            assert_eq!(
                (minutes(&second), second.count, second.newer),
                (all[3..6].to_vec(), all_of(count + 1), Some(4)),
                "{search:?}"
            );
            let back = log.page(&search, &AuditPage::Before(second.entries[0].place())).await;
            assert_eq!((minutes(&back), back.newer), (minutes(&first), Some(1)), "{search:?}");
            // Before a page that is not full is the first; behind everything is the last.
            all.insert(0, next);
            let newest = log.page(&search, &AuditPage::Before(first.entries[1].place())).await;
            assert_eq!((minutes(&newest), newest.newer), (all[..3].to_vec(), Some(0)));
            let last = log.page(&search, &AuditPage::After(end(false))).await;
            assert_eq!((minutes(&last), last.newer), (vec![2, 1, 0], Some(i64::try_from(count).unwrap() - 2)));
            let since =
                store.read().audit_newer(log.organization, &search, first.entries[0].place(), 100).await.unwrap();
            assert_eq!(since.len(), 1);
        }
        assert_eq!(log.store.oldest_audit(log.organization).await.unwrap(), Some(NOW));
    }
}

// ST-4: every filter, alone and together.
#[tokio::test]
async fn st_4_filters_find_what_they_say() {
    for store in stores().await {
        let mina = account(&store, 1, "Mina Okafor").await;
        let log = Log { store: &store, organization: organization(&store, 1, mina).await };
        let (zoe, gone) = (account(&store, 2, "Zoë Lind").await, account(&store, 3, "Kofi Sarpong").await);
        crate::fixtures::join(&store, log.organization, zoe, &domain::Authority::of_role(Role::Member)).await;
        let vera: EmailAddress = "vera@guests.example".parse().unwrap();
        log.write(0, 1, (Some(mina), Some(zoe)), None, &added("Zoë’s parts")).await;
        log.write(1, 1, (Some(zoe), Some(zoe)), None, &left()).await;
        log.write(2, 1, (None, None), Some(&vera), &AuditEvent::InvitationAskedFor {}).await;
        log.write(3, 1, (Some(gone), None), None, &left()).await;
        let find = |find: &str| AuditSearch { find: find.into(), ..AuditSearch::default() };
        let all = AuditSearch::default;
        let at = |minute| Some(NOW + TimeDelta::minutes(minute));
        for (search, expected) in [
            (all(), vec![3, 2, 1, 0]),
            (find("ZOE"), vec![1, 0]),
            (find("parts"), vec![0]),
            (find("Guests.example"), vec![2]),
            (find("p2@harbour"), vec![1, 0]),
            // Whose address is not the organization's to know any more is found by what they are called.
            (find("sarpong"), vec![3]),
            (find("p3@harbour"), vec![]),
            (find("%"), vec![]),
            (find("_"), vec![]),
            (find(" "), vec![3, 2, 1, 0]),
            (find("role"), vec![]),
            (AuditSearch { person: Some(zoe), ..all() }, vec![1, 0]),
            (AuditSearch { person: Some(gone), ..all() }, vec![3]),
            (AuditSearch { kind: Some(AuditKind::Members), ..all() }, vec![3, 1]),
            (AuditSearch { kind: Some(AuditKind::Members), person: Some(zoe), ..all() }, vec![1]),
            (AuditSearch { kind: Some(AuditKind::Projects), ..all() }, vec![]),
            (AuditSearch { bounds: AuditBounds { since: at(1), until: at(3) }, ..all() }, vec![2, 1]),
            (AuditSearch { bounds: AuditBounds { since: None, until: at(1) }, person: Some(zoe), ..all() }, vec![0]),
            (AuditSearch { bounds: AuditBounds { since: at(3), until: at(2) }, ..all() }, vec![]),
            (AuditSearch { find: "zoe".into(), kind: Some(AuditKind::ProjectMembers), ..all() }, vec![0]),
        ] {
            assert_eq!(log.minutes(&search).await, expected, "{search:?}");
        }
        let mut lately: Vec<String> =
            store.audit_actors(log.organization, 100).await.unwrap().into_iter().map(|actor| actor.name).collect();
        lately.sort();
        assert_eq!(lately, ["Kofi Sarpong", "Mina Okafor", "Zoë Lind"]);
        assert_eq!(store.audit_actors(log.organization, 1).await.unwrap().len(), 1);
        // PRV-4: with the account goes all by which it is found.
        let mut tx = store.begin().await.unwrap();
        tx.purge_account(zoe, &["p2@harbour.example".parse().unwrap()]).await.unwrap();
        tx.purge_account(gone, std::slice::from_ref(&vera)).await.unwrap();
        tx.commit().await.unwrap();
        for nobody in ["lind", "p2@", "vera", "guests", "kofi"] {
            assert_eq!(log.minutes(&find(nobody)).await, Vec::<i64>::new(), "{nobody}");
        }
        assert_eq!(log.minutes(&find("parts")).await, [0]);
        assert_eq!(log.minutes(&all()).await, [3, 2, 1, 0]);
    }
}

// ST-4: what an older version wrote is found as what this one writes.
#[tokio::test]
async fn st_4_older_entries_are_found() {
    for store in stores().await {
        let mina = account(&store, 1, "Mina Okafor").await;
        let log = Log { store: &store, organization: organization(&store, 1, mina).await };
        let vera: EmailAddress = "vera@guests.example".parse().unwrap();
        log.write(0, 1, (Some(mina), None), None, &added("Spare parts")).await;
        log.write(1, 1, (None, None), Some(&vera), &AuditEvent::InvitationAskedFor {}).await;
        run(&store, "UPDATE audit_entries SET kind = '', words = NULL".into()).await;
        run(&store, "UPDATE audit_entries SET action = 'project-painted' WHERE subject IS NOT NULL".into()).await;
        log.write(2, 1, (None, None), Some(&vera), &AuditEvent::InvitationAskedFor {}).await;
        run(&store, "UPDATE audit_entries SET kind = '', words = NULL".into()).await;
        let parts =
            AuditSearch { find: "SPARE".into(), kind: Some(AuditKind::ProjectMembers), ..AuditSearch::default() };
        assert_eq!(log.minutes(&parts).await, Vec::<i64>::new());
        store.migrate().await.unwrap();
        assert_eq!(log.minutes(&parts).await, [0]);
        let asked = AuditSearch { find: "vera".into(), kind: Some(AuditKind::Invitations), ..AuditSearch::default() };
        assert_eq!(log.minutes(&asked).await, [2]);
        assert_eq!(audit_words::words(&added("É"), Some(&vera)), "e\nvera@guests.example");
    }
}

// ST-4: old entries go, a few at a time, of all organizations.
#[tokio::test]
async fn st_4_old_entries_are_deleted_in_parts() {
    for store in stores().await {
        let mina = account(&store, 1, "Mina Okafor").await;
        let log = Log { store: &store, organization: organization(&store, 1, mina).await };
        for minute in 0..5 {
            log.write(minute, 1, (Some(mina), None), None, &left()).await;
        }
        let before = NOW + TimeDelta::minutes(3);
        let mut deleted = Vec::new();
        for _ in 0..3 {
            let mut tx = store.begin().await.unwrap();
            deleted.push(tx.purge_audit(before, 2).await.unwrap());
            tx.commit().await.unwrap();
        }
        assert_eq!(deleted, [2, 1, 0]);
        assert_eq!(log.minutes(&AuditSearch::default()).await, [4, 3]);
    }
}

/// Twenty thousand entries in one organization, by as many people as there are.
async fn many_entries(store: &Store) {
    ten_thousand(store).await;
    let (id, at, of) = match &store.db {
        Db::Sqlite { .. } => (
            "CAST(printf('%016d', n.i) AS BLOB)",
            "strftime('%Y-%m-%dT%H:%M:%S+00:00', 1767225600 + n.i, 'unixepoch')",
            "CAST(printf('%016d', 1001 + n.i % 10000) AS BLOB)",
        ),
        Db::Postgres(_) => (
            "lpad(to_hex(n.i), 32, '0')::uuid",
            "to_timestamp(1767225600 + n.i)",
            "lpad(to_hex(1001 + n.i % 10000), 32, '0')::uuid",
        ),
    };
    run(
        store,
        format!(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT n.i + 1 FROM n WHERE n.i < 20000)
             INSERT INTO audit_entries (id, organization_id, actor_id, action, detail, client, at, kind, words)
             SELECT {id}, (SELECT organizations.id FROM organizations WHERE organizations.slug = 'team-1'), {of},
                    'member-left', '{{}}', '', {at}, CASE n.i % 2 WHEN 0 THEN 'members' ELSE 'projects' END, '' FROM n"
        ),
    )
    .await;
    analyze(store).await;
}

// LOAD-6, ST-4: no statement of the log reads a table from end to end, and a page begins at its place.
#[tokio::test]
async fn load_6_a_page_of_the_log_begins_at_its_place() {
    for store in stores().await {
        many_entries(&store).await;
        for statement in STATEMENTS {
            let name = statement.name.rsplit("::").next().unwrap();
            let plan = plan(&store, statement.sql).await;
            for step in &plan {
                // What SQLite calls so is what a part of the statement gave.
                let given = ["SCAN page", "SCAN did", "SCAN done_to", "SCAN theirs", "SCAN candidates", "SCAN lately"]
                    .contains(&step.as_str());
                assert!(!step.contains("Seq Scan") && (!step.starts_with("SCAN") || given), "{name}: {plan:#?}");
            }
            let wanted: &[&str] = match name {
                "ALL" | "ALL_BACK" | "COUNT_ALL" | "COUNT_ALL_BACK" | "LATELY" | "OLDEST" => {
                    &["audit_entries_place_idx"]
                }
                "KIND" | "KIND_BACK" | "COUNT_KIND" | "COUNT_KIND_BACK" => &["audit_entries_kind_idx"],
                "PERSON" | "PERSON_BACK" | "COUNT_PERSON" | "COUNT_PERSON_BACK" => {
                    &["audit_entries_did_idx", "audit_entries_done_to_idx"]
                }
                "PURGE" => &["audit_entries"],
                other => panic!("{other}"),
            };
            for index in wanted {
                assert!(plan.iter().any(|step| step.contains(index)), "{name}: {index}: {plan:#?}");
            }
            // The order is the index's: what is sorted is no more than a page.
            let page = ["ALL", "ALL_BACK", "KIND", "KIND_BACK", "OLDEST"].contains(&name);
            let sorts = plan.iter().filter(|step| step.contains("Sort") || step.contains("TEMP B-TREE FOR ORDER BY"));
            assert!(!page || sorts.count() <= 2, "{name}: {plan:#?}");
        }
    }
}
