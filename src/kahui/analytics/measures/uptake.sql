-- Uptake: how many eligible schools, their learners, and early learning services are in approved, and in endorsed,
-- networks on $on, as known at $known. A row a scope: the nation, each region, each decile, each type.
-- Every count stands three times: as the earliest dates say, at least (sure), at most (may).
with

member as (  -- a row a provider that may belong to a network
    select
        provider,
        bool_or(is_true and approved) as approved,
        bool_or(is_true and approved and endorsed) as endorsed,
        bool_or(approved_may) as approved_may,
        bool_or(approved_may and endorsed_may) as endorsed_may,
        -- Surely: one such period is sure, or one such hands over to another.
        bool_or(is_sure and approved_sure) or handed_over(
            list(leaves) filter (approved_sure), list(arrives) filter (approved_sure)
        ) as approved_sure,
        bool_or(is_sure and approved_sure and endorsed_sure) or handed_over(
            list(leaves) filter (approved_sure and endorsed_sure), list(arrives) filter (approved_sure and endorsed_sure)
        ) as endorsed_sure
    from belonging($on, $known) join standing($on, $known) using (network)
    group by provider
),

possible as (  -- what may be so of a school or service, with its learners and what it belongs to
    select
        listed.*, coalesce(roll.total, 0) as learners, roll is null as roll_unknown,
        coalesce(member.approved, false) as approved,
        coalesce(member.approved_sure, false) as approved_sure,
        coalesce(member.approved_may, false) as approved_may,
        coalesce(member.endorsed, false) as endorsed,
        coalesce(member.endorsed_sure, false) as endorsed_sure,
        coalesce(member.endorsed_may, false) as endorsed_may
    from (
        select
            provider, kind, is_open, is_open and eligible as eligible, is_true, is_sure, leaves, arrives,
            region, decile, type
        from listed($on, $known)
        where kind in ('school', 'service')
    ) as listed
    left join member using (provider) left join rolls($on, $known) using (provider)
),

several as (select provider from possible group by provider having count(*) > 1),

alike as (  -- providers of which only one thing may be so, those alike together: a row for each kind of them
    select
        kind, is_true and is_open as open, is_sure and is_open as open_sure, is_open as open_may,
        is_true and eligible as eligible, is_sure and eligible as eligible_sure, eligible as eligible_may,
        approved, approved_sure, approved_may, endorsed, endorsed_sure, endorsed_may, roll_unknown,
        region, decile, type, count(*) as providers, sum(learners) as learners
    from possible anti join several using (provider)
    group by all
),

between_two as (  -- providers of which several things may be so, in each scope they may be in: do they count there?
    select
        any_value(kind) as kind,
        bool_or(is_true and is_open) as open,
        bool_or(is_sure and is_open) or handed_over(
            list(leaves) filter (is_open), list(arrives) filter (is_open)
        ) as open_sure,
        bool_or(is_open) as open_may,
        bool_or(is_true and eligible) as eligible,
        bool_or(is_sure and eligible) or handed_over(
            list(leaves) filter (eligible), list(arrives) filter (eligible)
        ) as eligible_sure,
        bool_or(eligible) as eligible_may,
        any_value(approved) as approved, any_value(approved_sure) as approved_sure,
        any_value(approved_may) as approved_may, any_value(endorsed) as endorsed,
        any_value(endorsed_sure) as endorsed_sure, any_value(endorsed_may) as endorsed_may,
        any_value(roll_unknown) as roll_unknown, scope, 1 as providers, any_value(learners) as learners
    from (
        select *, unnest(['nation', 'region:' || region, 'decile:' || decile, 'type:' || type]) as scope from possible semi join several using (provider)
    )
    group by provider, scope
),

joined as (
    select * exclude (region, decile, type), unnest(['nation', 'region:' || region, 'decile:' || decile, 'type:' || type]) as scope from alike
    union all by name
    from between_two
)

select
    scope,

    coalesce(sum(providers) filter (kind = 'school' and eligible), 0) as schools_eligible,
    coalesce(sum(providers) filter (kind = 'school' and eligible_sure), 0) as schools_eligible_sure,
    coalesce(sum(providers) filter (kind = 'school' and eligible_may), 0) as schools_eligible_may,
    coalesce(sum(providers) filter (kind = 'school' and eligible and approved), 0) as schools_member,
    coalesce(sum(providers) filter (kind = 'school' and eligible_sure and approved_sure), 0) as schools_member_sure,
    coalesce(sum(providers) filter (kind = 'school' and eligible_may and approved_may), 0) as schools_member_may,
    coalesce(sum(providers) filter (kind = 'school' and eligible and endorsed), 0) as schools_endorsed,
    coalesce(sum(providers) filter (kind = 'school' and eligible_sure and endorsed_sure), 0) as schools_endorsed_sure,
    coalesce(sum(providers) filter (kind = 'school' and eligible_may and endorsed_may), 0) as schools_endorsed_may,

    coalesce(sum(learners) filter (kind = 'school' and eligible), 0) as learners_eligible,
    coalesce(sum(learners) filter (kind = 'school' and eligible_sure), 0) as learners_eligible_sure,
    coalesce(sum(learners) filter (kind = 'school' and eligible_may), 0) as learners_eligible_may,
    coalesce(sum(learners) filter (kind = 'school' and eligible and approved), 0) as learners_member,
    coalesce(sum(learners) filter (kind = 'school' and eligible_sure and approved_sure), 0) as learners_member_sure,
    coalesce(sum(learners) filter (kind = 'school' and eligible_may and approved_may), 0) as learners_member_may,
    coalesce(sum(learners) filter (kind = 'school' and eligible and endorsed), 0) as learners_endorsed,
    coalesce(sum(learners) filter (kind = 'school' and eligible_sure and endorsed_sure), 0) as learners_endorsed_sure,
    coalesce(sum(learners) filter (kind = 'school' and eligible_may and endorsed_may), 0) as learners_endorsed_may,

    coalesce(sum(providers) filter (kind = 'service' and open), 0) as services_open,
    coalesce(sum(providers) filter (kind = 'service' and open_sure), 0) as services_open_sure,
    coalesce(sum(providers) filter (kind = 'service' and open_may), 0) as services_open_may,
    coalesce(sum(providers) filter (kind = 'service' and open and approved), 0) as services_member,
    coalesce(sum(providers) filter (kind = 'service' and open_sure and approved_sure), 0) as services_member_sure,
    coalesce(sum(providers) filter (kind = 'service' and open_may and approved_may), 0) as services_member_may,

    coalesce(sum(providers) filter (kind = 'school' and eligible and roll_unknown), 0) as schools_without_roll
from joined
where scope is not null
group by scope
order by scope
