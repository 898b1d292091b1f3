-- Momentum: how many networks stood approved, and endorsed, at the end of each month from $begins to $on, as known at
-- $known; the last row is $on itself. Counts stand three times: by the earliest dates, at least (sure), at most (may).
with

day as (
    select least(last_day(month::date), $on) as day
    from unnest(generate_series(date_trunc('month', $begins::date), $on::timestamp, interval 1 month)) as months(month)
)

select
    day,
    count(*) filter (approved >= 2) as approved,
    count(*) filter (approved = 3) as approved_sure,
    count(*) filter (approved >= 1) as approved_may,
    count(*) filter (together(approved, endorsed) >= 2) as endorsed,
    count(*) filter (together(approved, endorsed) = 3) as endorsed_sure,
    count(*) filter (together(approved, endorsed) >= 1) as endorsed_may
from day left join lateral (from standing(day.day, $known)) on true
group by day
order by day
