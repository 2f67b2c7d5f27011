-- What an entry of the audit log tells has one form for each action: `before` and `after`, and nothing beside them.
UPDATE audit_entries SET detail = json_object('before', NULL, 'after', NULL)
WHERE action IN ('organization-deleted', 'organization-restored', 'invitation-link-copied', 'invitation-asked-for');

UPDATE audit_entries SET detail = json_object('before', NULL, 'after', json_object(
    'name', json_extract(detail, '$.name'), 'slug', json_extract(detail, '$.slug'),
    'role', 'owner', 'project', json_extract(detail, '$.project')))
WHERE action = 'organization-created';

UPDATE audit_entries SET detail = json_object('before', json_extract(detail, '$.before'), 'after', json_object(
    'state', CASE action
        WHEN 'invitation-drafted' THEN 'draft' WHEN 'invitation-cancelled' THEN 'cancelled'
        WHEN 'invitation-accepted' THEN 'accepted' WHEN 'invitation-declined' THEN 'declined' ELSE 'sent' END,
    'role', json_extract(detail, '$.role')))
WHERE action IN ('invitation-drafted', 'invitation-sent', 'invitation-resent', 'invitation-cancelled',
    'invitation-accepted', 'invitation-declined');

UPDATE audit_entries SET detail = json_object('before', json_extract(detail, '$.role'), 'after', NULL)
WHERE action IN ('member-removed', 'member-left', 'account-deleted');
