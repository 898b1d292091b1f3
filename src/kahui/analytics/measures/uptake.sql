-- Uptake: how many eligible schools, their learners, and early learning services are in approved, and in endorsed,
-- networks on $on, as known at $known. A row a scope: the nation, each region, each decile, each type.
-- Every count stands three times: as the earliest dates say, at least (sure), at most (may); that is, of certainty 2 or
-- more, 3, and 1 or more (see "as at").
with

member as (  -- a row a provider: how certainly it belongs to an approved network, and to an approved and endorsed one
    select
        provider,
        max(together(certainty, together(here.approved, there.approved))) as approved,
        max(together(together(certainty, together(here.approved, there.approved)), together(here.endorsed, there.endorsed))) as endorsed
    from belonging_or_between($on, $known) as belonging
    join standing($on, $known) as here using (network) join standing($on, $known) as there on becomes = there.network
    group by provider
),

possible as (  -- a row a school or service in a place it may be in: how certainly it counts there, alone and as a member
    select
        provider, kind, region, decile, type, learners, roll_unknown,
        case kind when 'school' then eligible else open end as counts,
        coalesce(together(counts, approved), 0) as member, coalesce(together(counts, endorsed), 0) as endorsed
    from placed($on, $known) left join member using (provider)
    where kind in ('school', 'service')
),

several as (select provider from possible group by provider having count(*) > 1),

counted as (  -- providers that may be in one place only, those alike together; and each other one in each of its scopes
    select
        unnest(['nation', 'region:' || region, 'decile:' || decile, 'type:' || type]) as scope,
        kind, counts, member, endorsed, roll_unknown, providers, learners
    from (
        select
            region, decile, type, kind, counts, member, endorsed, roll_unknown,
            count(*) as providers, sum(learners) as learners
        from possible anti join several using (provider)
        group by all
    )
    union all
    select
        scope, any_value(kind), max(counts), max(member), max(endorsed), any_value(roll_unknown), 1, any_value(learners)
    from (
        select *, unnest(['nation', 'region:' || region, 'decile:' || decile, 'type:' || type]) as scope
        from possible semi join several using (provider)
    )
    group by provider, scope
)

select
    scope,

    sum(if(kind = 'school' and counts >= 2, providers, 0)) as schools_eligible,
    sum(if(kind = 'school' and counts = 3, providers, 0)) as schools_eligible_sure,
    sum(if(kind = 'school' and counts >= 1, providers, 0)) as schools_eligible_may,
    sum(if(kind = 'school' and member >= 2, providers, 0)) as schools_member,
    sum(if(kind = 'school' and member = 3, providers, 0)) as schools_member_sure,
    sum(if(kind = 'school' and member >= 1, providers, 0)) as schools_member_may,
    sum(if(kind = 'school' and endorsed >= 2, providers, 0)) as schools_endorsed,
    sum(if(kind = 'school' and endorsed = 3, providers, 0)) as schools_endorsed_sure,
    sum(if(kind = 'school' and endorsed >= 1, providers, 0)) as schools_endorsed_may,

    sum(if(kind = 'school' and counts >= 2, learners, 0)) as learners_eligible,
    sum(if(kind = 'school' and counts = 3, learners, 0)) as learners_eligible_sure,
    sum(if(kind = 'school' and counts >= 1, learners, 0)) as learners_eligible_may,
    sum(if(kind = 'school' and member >= 2, learners, 0)) as learners_member,
    sum(if(kind = 'school' and member = 3, learners, 0)) as learners_member_sure,
    sum(if(kind = 'school' and member >= 1, learners, 0)) as learners_member_may,
    sum(if(kind = 'school' and endorsed >= 2, learners, 0)) as learners_endorsed,
    sum(if(kind = 'school' and endorsed = 3, learners, 0)) as learners_endorsed_sure,
    sum(if(kind = 'school' and endorsed >= 1, learners, 0)) as learners_endorsed_may,

    sum(if(kind = 'service' and counts >= 2, providers, 0)) as services_open,
    sum(if(kind = 'service' and counts = 3, providers, 0)) as services_open_sure,
    sum(if(kind = 'service' and counts >= 1, providers, 0)) as services_open_may,
    sum(if(kind = 'service' and member >= 2, providers, 0)) as services_member,
    sum(if(kind = 'service' and member = 3, providers, 0)) as services_member_sure,
    sum(if(kind = 'service' and member >= 1, providers, 0)) as services_member_may,

    sum(if(kind = 'school' and counts >= 2 and roll_unknown, providers, 0)) as schools_without_roll
from counted
where scope is not null
group by scope
order by scope
