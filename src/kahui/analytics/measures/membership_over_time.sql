-- Members over time: how many eligible schools belonged to network $network at the end of each quarter from $begins to
-- $on, as known at $known: by the earliest dates, at least (sure), at most (may); and their learners.
with

day as (
    select least(last_day(month::date), $on) as day
    from unnest(generate_series(date_trunc('quarter', $begins::date) + interval 2 month, $on::timestamp + interval 2 month, interval 3 month))
        as months(month)
),

belonged as (
    select day, membership.provider,
        bool_or(holds(starts, ends, day)) as is_true,
        bool_or(holds(starts_by, ends, day)) as is_sure
    from day cross join membership join network using (network)
    where network.number = $network and holds(known_from, known_to, $known) and holds(starts, ends_by, day)
    group by day, membership.provider
),

school as (
    select day, provider,
        bool_or(holds(d.starts, d.ends, day) and d.is_open) as is_true,
        bool_or(holds(d.starts_by, d.ends, day) and d.is_open) or handed_over(  -- as in asat.sql
            list({'from': d.ends, 'by': d.ends_by}) filter (d.is_open and d.starts_by <= day and d.ends <= day),
            list({'from': d.starts, 'by': d.starts_by})
                filter (d.is_open and day < d.starts_by and (d.ends is null or day < d.ends))
        ) as is_sure,
        bool_or(d.is_open) as may_be
    from belonged join detail as d using (provider) join provider as p using (provider)
    join eligibility as e on d.authority = e.authority and d.type = e.type and holds(e.starts, e.ends, day)
    where p.kind = 'school' and holds(d.known_from, d.known_to, $known) and holds(d.starts, d.ends_by, day)
    group by day, provider
)

select
    day.day,
    count(*) filter (belonged.is_true and school.is_true) as schools,
    count(*) filter (belonged.is_sure and school.is_sure) as schools_sure,
    count(*) filter (school.may_be) as schools_may
from (select distinct day from day) as day
left join belonged using (day) left join school using (day, provider)
group by day.day
order by day.day
