-- Seen: which directories were known at $known, and which days they show. A row a kind of provider.
select
    kind, min(as_at) as first_on, max(as_at) as last_on, count(*) as photographs,
    min(as_at) filter (says_membership) as first_members_on,
    max(as_at) filter (says_membership) as last_members_on
from photograph
where holds(known_from, known_to, $known)
group by kind
order by kind
