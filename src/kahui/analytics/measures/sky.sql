-- Sky: every school open on $on, as known at $known: where it is, how many learners it has, the network it belongs to.
with

member as (
    select provider, any_value(number) as network, max(certainty) as certainty
    from belonging($on, $known) join network using (network)
    where certainty >= 2
    group by provider
)

select
    listed.number, name, type, region, decile, eligible, latitude, longitude,
    roll.total as learners, member.network as network, coalesce(together(member.certainty, listed.certainty) = 3, false) as sure
from listed($on, $known) as listed
left join member using (provider)
left join rolls($on, $known) using (provider)
where kind = 'school' and listed.certainty >= 2 and is_open
order by listed.number
