-- Sizes: a row a network that has ever had a standing or a member, as it was on $on, as known at $known: its standing,
-- its eligible member schools, their learners, its early learning services, and the region it belongs to.
-- Counts stand three times: as the earliest dates say, at least (sure), at most (may); that is, of certainty 2 or more,
-- 3, and 1 or more (see "as at"). The region is by the earliest dates only.
with

counted as (  -- a row a network and provider that may have belonged to it: how certainly it did and was open, and counts
    select
        network, any_value(kind) as kind, any_value(learners) as learners, max(region) filter (open >= 2) as region,
        max(together(certainty, open)) as open,
        max(together(certainty, case kind when 'school' then eligible else open end)) as counts
    from belonging_or_between($on, $known) join placed($on, $known) using (provider)
    where becomes = network
    group by network, provider
),

size as (
    select
        network,
        count(*) filter (kind = 'school' and counts >= 2) as schools,
        count(*) filter (kind = 'school' and counts = 3) as schools_sure,
        count(*) filter (kind = 'school' and counts >= 1) as schools_may,
        count(*) filter (kind = 'school' and open >= 2) as all_schools,
        coalesce(sum(learners) filter (kind = 'school' and counts >= 2), 0) as learners,
        coalesce(sum(learners) filter (kind = 'school' and counts = 3), 0) as learners_sure,
        coalesce(sum(learners) filter (kind = 'school' and counts >= 1), 0) as learners_may,
        count(*) filter (kind = 'service' and counts >= 2) as services,
        count(*) filter (kind = 'service' and counts = 3) as services_sure,
        count(*) filter (kind = 'service' and counts >= 1) as services_may
    from counted
    group by network
),

home as (  -- the region with most of its member schools, then most of their learners, then first by name
    select network, first(region order by schools desc, learners desc, region) as region, count(*) as regions
    from (
        select network, region, count(*) as schools, sum(learners) as learners
        from counted
        where kind = 'school' and open >= 2
        group by network, region
    )
    group by network
),

called as (
    select network, first(name order by holds(starts, ends, $on) desc, abs(datediff('day', starts, $on))) as name
    from network_name
    where holds(known_from, known_to, $known)
    group by network
)

select
    number, name, region, coalesce(regions, 0) as regions,
    coalesce(approved >= 2, false) as approved, coalesce(approved = 3, false) as approved_sure,
    coalesce(approved >= 1, false) as approved_may,
    coalesce(together(standing.approved, endorsed) >= 2, false) as endorsed,
    coalesce(together(standing.approved, endorsed) = 3, false) as endorsed_sure,
    coalesce(together(standing.approved, endorsed) >= 1, false) as endorsed_may,
    coalesce(schools, 0) as schools, coalesce(schools_sure, 0) as schools_sure, coalesce(schools_may, 0) as schools_may,
    coalesce(all_schools, 0) as all_schools,
    coalesce(learners, 0) as learners, coalesce(learners_sure, 0) as learners_sure,
    coalesce(learners_may, 0) as learners_may,
    coalesce(services, 0) as services, coalesce(services_sure, 0) as services_sure,
    coalesce(services_may, 0) as services_may
from network
left join standing($on, $known) as standing using (network)
left join size using (network)
left join home using (network)
left join called using (network)
where standing.approved >= 1 or size.network is not null
order by number
