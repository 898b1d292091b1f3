-- Momentum: how many networks stood approved, and endorsed, at the end of each month from $begins to $on, as known at
-- $known; the last row is $on itself. Counts stand three times: by the earliest dates, at least (sure), at most (may).
with

day as (
    select least(last_day(month::date), $on) as day
    from unnest(generate_series(date_trunc('month', $begins::date), $on::timestamp, interval 1 month)) as months(month)
)

select
    day,
    count(*) filter (approved) as approved,
    count(*) filter (approved_sure) as approved_sure,
    count(*) filter (approved_may) as approved_may,
    count(*) filter (approved and endorsed) as endorsed,
    count(*) filter (approved_sure and endorsed_sure) as endorsed_sure,
    count(*) filter (approved_may and endorsed_may) as endorsed_may
from day left join lateral (from standing(day.day, $known)) on true
group by day
order by day
