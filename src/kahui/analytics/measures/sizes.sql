-- Sizes: a row a network that has ever had a standing or a member, as it was on $on, as known at $known: its standing,
-- its eligible member schools, their learners, its early learning services, and the region it belongs to.
-- Counts stand three times: as the earliest dates say, at least (sure), at most (may). The region is by the earliest
-- dates only.
with

member as (  -- a row a network and provider that may have belonged to it
    select
        network, provider,
        bool_or(is_true) as is_true,
        bool_or(is_sure) or handed_over(list(leaves), list(arrives)) as is_sure
    from belonging($on, $known)
    group by network, provider
),

provider_on as (  -- a row a provider that may have belonged to one: may it be open
    select
        provider, any_value(kind) as kind,
        bool_or(is_true and is_open) as open,
        bool_or(is_true and is_open and eligible) as eligible,
        bool_or(is_open) as open_may,
        bool_or(is_open and eligible) as eligible_may,
        bool_or(is_sure and is_open) or handed_over(
            list(leaves) filter (is_open), list(arrives) filter (is_open)
        ) as open_sure,
        bool_or(is_sure and is_open and eligible) or handed_over(
            list(leaves) filter (is_open and eligible), list(arrives) filter (is_open and eligible)
        ) as eligible_sure,
        max(region) filter (is_true) as region
    from listed($on, $known) semi join member using (provider)
    group by provider
),

counted as (
    select member.*, provider_on.*, coalesce(roll.total, 0) as learners
    from member join provider_on using (provider) left join rolls($on, $known) using (provider)
),

size as (
    select
        network,
        count(*) filter (kind = 'school' and is_true and eligible) as schools,
        count(*) filter (kind = 'school' and is_sure and eligible_sure) as schools_sure,
        count(*) filter (kind = 'school' and eligible_may) as schools_may,
        count(*) filter (kind = 'school' and is_true and open) as all_schools,
        coalesce(sum(learners) filter (kind = 'school' and is_true and eligible), 0) as learners,
        coalesce(sum(learners) filter (kind = 'school' and is_sure and eligible_sure), 0) as learners_sure,
        coalesce(sum(learners) filter (kind = 'school' and eligible_may), 0) as learners_may,
        count(*) filter (kind = 'service' and is_true and open) as services,
        count(*) filter (kind = 'service' and is_sure and open_sure) as services_sure,
        count(*) filter (kind = 'service' and open_may) as services_may
    from counted
    group by network
),

home as (  -- the region with most of its member schools, then most of their learners, then first by name
    select network, first(region order by schools desc, learners desc, region) as region, count(*) as regions
    from (
        select network, region, count(*) as schools, sum(learners) as learners
        from counted
        where kind = 'school' and is_true and open
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
    coalesce(approved, false) as approved, coalesce(approved_sure, false) as approved_sure,
    coalesce(approved_may, false) as approved_may,
    coalesce(approved and endorsed, false) as endorsed,
    coalesce(approved_sure and endorsed_sure, false) as endorsed_sure,
    coalesce(approved_may and endorsed_may, false) as endorsed_may,
    coalesce(schools, 0) as schools, coalesce(schools_sure, 0) as schools_sure, coalesce(schools_may, 0) as schools_may,
    coalesce(all_schools, 0) as all_schools,
    coalesce(learners, 0) as learners, coalesce(learners_sure, 0) as learners_sure,
    coalesce(learners_may, 0) as learners_may,
    coalesce(services, 0) as services, coalesce(services_sure, 0) as services_sure,
    coalesce(services_may, 0) as services_may
from network
left join standing($on, $known) using (network)
left join size using (network)
left join home using (network)
left join called using (network)
where approved_may or size.network is not null
order by number
