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

place as (  -- each provider in each scope it may be in
    select
        provider, kind, is_open, is_open and eligible as eligible, is_true, is_sure, leaves, arrives,
        unnest(['nation', 'region:' || region, 'decile:' || decile, 'type:' || type]) as scope
    from listed($on, $known)
    where kind in ('school', 'service')
),

placed as (  -- a row a provider and scope: does it count there, surely, possibly
    select
        provider, scope, any_value(kind) as kind,
        bool_or(is_true and is_open) as open,
        bool_or(is_open) as open_may,
        bool_or(is_sure and is_open) or handed_over(
            list(leaves) filter (is_open), list(arrives) filter (is_open)
        ) as open_sure,
        bool_or(is_true and eligible) as eligible,
        bool_or(eligible) as eligible_may,
        bool_or(is_sure and eligible) or handed_over(
            list(leaves) filter (eligible), list(arrives) filter (eligible)
        ) as eligible_sure
    from place
    where scope is not null
    group by provider, scope
),

joined as (
    select
        placed.*, coalesce(roll.total, 0) as learners, roll is null as roll_unknown,
        coalesce(member.approved, false) as approved,
        coalesce(member.approved_sure, false) as approved_sure,
        coalesce(member.approved_may, false) as approved_may,
        coalesce(member.endorsed, false) as endorsed,
        coalesce(member.endorsed_sure, false) as endorsed_sure,
        coalesce(member.endorsed_may, false) as endorsed_may
    from placed left join member using (provider) left join rolls($on, $known) using (provider)
)

select
    scope,

    count(*) filter (kind = 'school' and eligible) as schools_eligible,
    count(*) filter (kind = 'school' and eligible_sure) as schools_eligible_sure,
    count(*) filter (kind = 'school' and eligible_may) as schools_eligible_may,
    count(*) filter (kind = 'school' and eligible and approved) as schools_member,
    count(*) filter (kind = 'school' and eligible_sure and approved_sure) as schools_member_sure,
    count(*) filter (kind = 'school' and eligible_may and approved_may) as schools_member_may,
    count(*) filter (kind = 'school' and eligible and endorsed) as schools_endorsed,
    count(*) filter (kind = 'school' and eligible_sure and endorsed_sure) as schools_endorsed_sure,
    count(*) filter (kind = 'school' and eligible_may and endorsed_may) as schools_endorsed_may,

    coalesce(sum(learners) filter (kind = 'school' and eligible), 0) as learners_eligible,
    coalesce(sum(learners) filter (kind = 'school' and eligible_sure), 0) as learners_eligible_sure,
    coalesce(sum(learners) filter (kind = 'school' and eligible_may), 0) as learners_eligible_may,
    coalesce(sum(learners) filter (kind = 'school' and eligible and approved), 0) as learners_member,
    coalesce(sum(learners) filter (kind = 'school' and eligible_sure and approved_sure), 0) as learners_member_sure,
    coalesce(sum(learners) filter (kind = 'school' and eligible_may and approved_may), 0) as learners_member_may,
    coalesce(sum(learners) filter (kind = 'school' and eligible and endorsed), 0) as learners_endorsed,
    coalesce(sum(learners) filter (kind = 'school' and eligible_sure and endorsed_sure), 0) as learners_endorsed_sure,
    coalesce(sum(learners) filter (kind = 'school' and eligible_may and endorsed_may), 0) as learners_endorsed_may,

    count(*) filter (kind = 'service' and open) as services_open,
    count(*) filter (kind = 'service' and open_sure) as services_open_sure,
    count(*) filter (kind = 'service' and open_may) as services_open_may,
    count(*) filter (kind = 'service' and open and approved) as services_member,
    count(*) filter (kind = 'service' and open_sure and approved_sure) as services_member_sure,
    count(*) filter (kind = 'service' and open_may and approved_may) as services_member_may,

    count(*) filter (kind = 'school' and eligible and roll_unknown) as schools_without_roll
from joined
group by scope
order by scope
