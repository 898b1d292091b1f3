-- Members over time: how many eligible schools belonged to network $network at the end of each quarter from $begins to
-- $on, as known at $known: by the earliest dates, at least (sure), at most (may); and their learners.
with

day as (
    select least(last_day(month::date), $on) as day
    from unnest(generate_series(date_trunc('quarter', $begins::date) + interval 2 month, $on::timestamp + interval 2 month, interval 3 month))
        as months(month)
),

belonged as (
    select day, stay.provider, max(certainty(starts_by, ends, day)) as certainty
    from day cross join stay join network using (network)
    where network.number = $network and becomes = stay.network
        and holds(known_from, known_to, $known) and holds(starts, ends_by, day)
    group by day, stay.provider
),

school as (
    select day, provider, max(certainty(listing.starts_by, listing.ends, day)) as certainty
    from belonged join listing using (provider) join eligible using (category)
    where kind = 'school' and is_open and holds(known_from, known_to, $known)
        and holds(listing.starts, listing.ends_by, day) and holds(eligible.starts, eligible.ends, day)
    group by day, provider
)

select
    day.day,
    count(*) filter (together(belonged.certainty, school.certainty) >= 2) as schools,
    count(*) filter (together(belonged.certainty, school.certainty) = 3) as schools_sure,
    count(*) filter (together(belonged.certainty, school.certainty) >= 1) as schools_may
from (select distinct day from day) as day
left join belonged using (day) left join school using (day, provider)
group by day.day
order by day.day
