-- Waits: months from a network's approval to its first endorsement, for each network approved by $on, as known at
-- $known. One that had no endorsement by $on is still waiting: its months run to $on and are not a duration.
-- Months are days divided by 30.4375. They stand three times: by the earliest dates, at least, at most.
with

approval as (
    select network, arg_min(starts, starts) as approved, arg_min(starts_by, starts) as approved_by
    from standing_periods($known)
    where standing = 'approved' and starts <= $on
    group by network
),

endorsement as (
    select network, arg_min(starts, starts) as endorsed, arg_min(starts_by, starts) as endorsed_by
    from standing_periods($known)
    where standing = 'endorsed' and starts <= $on
    group by network
)

select
    number,
    approved, approved_by, endorsed, endorsed_by,
    endorsed is null as waiting,
    datediff('day', approved, coalesce(endorsed, $on)) / 30.4375 as months,
    greatest(datediff('day', approved_by, coalesce(endorsed, $on)), 0) / 30.4375 as months_least,
    datediff('day', approved, least(coalesce(endorsed_by, $on), $on)) / 30.4375 as months_most
from network join approval using (network) left join endorsement using (network)
order by number
