-- Waits: months from a network's first approval to its first endorsement, for each network approved by $on, as known at
-- $known. One that had no endorsement by $on is still waiting: its months run to $on, or to the day its approval ended,
-- and are not a duration. Months are days divided by 30.4375. They stand three times: by the earliest dates, at least, at
-- most; an endorsement never comes before the approval.
with

first as (  -- the first time each gate stood, with its bounds
    select
        network,
        min("on") filter (standing = 'approved') as approved,
        min(on_by) filter (standing = 'approved') as approved_by,
        min("on") filter (standing = 'endorsed') as endorsed,
        min(on_by) filter (standing = 'endorsed') as endorsed_by
    from moves($known)
    where effect = 'stands' and "on" <= $on
    group by network
),

ending as (  -- the day an approval ended, where none stands on $on; and the earliest that it can have
    select
        network,
        max("on") filter (approved < 2) as ended,
        min("on") filter (approved < 3) as ended_least
    from moves($known) join standing($on, $known) using (network)
    where standing = 'approved' and effect = 'ends' and "on" <= $on
    group by network
),

wait as (
    select
        *,
        coalesce(endorsed, ended, $on) as until,
        least(until, coalesce(ended_least, $on)) as until_least,
        least(coalesce(endorsed_by, $on), $on) as until_most
    from first left join ending using (network)
    where approved is not null
)

select
    number,
    approved, approved_by, endorsed, endorsed_by,
    endorsed is null as waiting,
    greatest(datediff('day', approved, until), 0) / 30.4375 as months,
    greatest(datediff('day', approved_by, until_least), 0) / 30.4375 as months_least,
    greatest(datediff('day', approved, until_most), 0) / 30.4375 as months_most
from wait join network using (network)
order by number
