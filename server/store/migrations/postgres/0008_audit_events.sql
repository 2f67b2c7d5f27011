-- What an entry of the audit log tells has one form for each action: `before` and `after`, and nothing beside them.
UPDATE audit_entries SET detail = json_build_object('before', NULL, 'after', NULL)
WHERE action IN ('organization-deleted', 'organization-restored', 'invitation-link-copied', 'invitation-asked-for');

UPDATE audit_entries SET detail = json_build_object('before', NULL, 'after', json_build_object(
    'name', detail::json -> 'name', 'slug', detail::json -> 'slug',
    'role', 'owner', 'project', detail::json -> 'project'))
WHERE action = 'organization-created';

UPDATE audit_entries SET detail = json_build_object('before', detail::json -> 'before', 'after', json_build_object(
    'state', CASE action
        WHEN 'invitation-drafted' THEN 'draft' WHEN 'invitation-cancelled' THEN 'cancelled'
        WHEN 'invitation-accepted' THEN 'accepted' WHEN 'invitation-declined' THEN 'declined' ELSE 'sent' END,
    'role', detail::json -> 'role'))
WHERE action IN ('invitation-drafted', 'invitation-sent', 'invitation-resent', 'invitation-cancelled',
    'invitation-accepted', 'invitation-declined');

UPDATE audit_entries SET detail = json_build_object('before', detail::json -> 'role', 'after', NULL)
WHERE action IN ('member-removed', 'member-left', 'account-deleted');
