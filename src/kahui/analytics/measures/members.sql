-- Members: every membership of network $network that was known at $known, with its bounds, and what the directory says
-- of the member on $on (or, when it is not listed then, what it said last).
with

said as (
    select provider, arg_max({'name': name, 'type': type, 'region': region, 'decile': decile, 'open': is_open}, starts) as said
    from detail
    where holds(known_from, known_to, $known) and starts <= $on
    group by provider
)

select
    kind, provider.number, said.name, said.type, said.region, said.decile, roll.total as learners,
    starts, starts_by, ends, ends_by, holds(starts, ends, $on) as is_true, holds(starts_by, ends, $on) as is_sure
from membership
join network using (network) join provider using (provider)
left join said using (provider) left join rolls($on, $known) using (provider)
where network.number = $network and holds(known_from, known_to, $known) and starts <= $on
order by is_true desc, kind, said.name, provider.number
