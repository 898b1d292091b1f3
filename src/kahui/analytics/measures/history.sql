-- History: what the record holds of school $number, as known at $known: what directories said, which networks it
-- belonged to, each with its bounds. A row a fact; `what` says which.
select
    'detail' as what, name, type, authority, region, urban, decile, is_open, latitude, longitude,
    null::int as network, starts, starts_by, ends, ends_by
from detail join provider using (provider)
where kind = 'school' and provider.number = $number and holds(known_from, known_to, $known)
union all
select
    'membership', null, null, null, null, null, null, null, null, null,
    network.number, starts, starts_by, ends, ends_by
from membership join provider using (provider) join network using (network)
where kind = 'school' and provider.number = $number and holds(known_from, known_to, $known)
order by what, starts, starts_by
