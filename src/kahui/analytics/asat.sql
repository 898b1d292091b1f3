-- As-at: what was true on a day, as it was known at a moment. Every measure asks through these.
--
-- A period began on a day in [starts, starts_by] and ended on a day in [ends, ends_by] (the first day on which it
-- was no longer so; blank while it is not known to have ended). So on any day a period may be
--   true    by the earliest dates: the later photograph carried back as far as it can hold;
--   sure    whatever the true dates are;
--   (rows that cannot be true on the day are left out: what is listed is at least possible).

-- Half-open: the first day counts, the last does not.
create or replace macro holds(starts, ends, day) as
    starts <= day and (ends is null or day < ends);

-- What the directories said of each provider.
create or replace macro listed(day, moment) as table
    select
        provider, kind, number, is_open, name, detail.type, detail.authority, region, urban, decile, latitude, longitude,
        eligibility.authority is not null as eligible,  -- by its type and authority, when open
        holds(starts, ends, day) as is_true,
        holds(starts_by, ends, day) as is_sure,
        -- Two periods hand over without a gap when one can have ended, and another begun, within the same bounds.
        case when ends <= day then {'from': ends, 'by': ends_by} end as leaves,
        case when day < starts_by then {'from': starts, 'by': starts_by} end as arrives
    from detail join provider using (provider)
    left join (select authority, type from eligibility where holds(starts, ends, day)) as eligibility
        on detail.authority = eligibility.authority and detail.type = eligibility.type
    where holds(known_from, known_to, moment) and holds(starts, ends_by, day);

-- Who belonged to which network.
create or replace macro belonging(day, moment) as table
    select
        provider, network,
        holds(starts, ends, day) as is_true,
        holds(starts_by, ends, day) as is_sure,
        case when ends <= day then {'from': ends, 'by': ends_by} end as leaves,
        case when day < starts_by then {'from': starts, 'by': starts_by} end as arrives
    from membership
    where holds(known_from, known_to, moment) and holds(starts, ends_by, day);

-- Decisions folded into periods: a gate stands from the decision that makes it stand to the one that ends it.
-- A decision that repeats what already is (a second endorsement), or leaves it as it was (a return), changes nothing.
create or replace macro standing_periods(moment) as table
    select network, standing, "on" as starts, on_by as starts_by, next_on as ends, next_on_by as ends_by
    from (
        select
            network, standing, effect, "on", on_by,
            lead("on") over spine as next_on,
            lead(on_by) over spine as next_on_by
        from (
            select *, lag(effect) over spine as effect_before
            from decision
            where holds(known_from, known_to, moment) and standing is not null and effect <> 'none'
            window spine as (partition by network, standing order by "on", on_by, effect)
        )
        where effect is distinct from effect_before
        window spine as (partition by network, standing order by "on", on_by, effect)
    )
    where effect = 'stands';

-- A row a network: whether it stood approved, and endorsed, on the day.
create or replace macro standing(day, moment) as table
    select
        network,
        coalesce(bool_or(holds(starts, ends, day)) filter (standing = 'approved'), false) as approved,
        coalesce(bool_or(holds(starts_by, ends, day)) filter (standing = 'approved'), false) as approved_sure,
        coalesce(bool_or(holds(starts, ends_by, day)) filter (standing = 'approved'), false) as approved_may,
        coalesce(bool_or(holds(starts, ends, day)) filter (standing = 'endorsed'), false) as endorsed,
        coalesce(bool_or(holds(starts_by, ends, day)) filter (standing = 'endorsed'), false) as endorsed_sure,
        coalesce(bool_or(holds(starts, ends_by, day)) filter (standing = 'endorsed'), false) as endorsed_may
    from standing_periods(moment)
    group by network;

-- The roll in force: the latest on or before the day.
create or replace macro rolls(day, moment) as table
    select
        provider,
        max("on") as roll_on,
        arg_max({'total': total, 'european': european, 'maori': maori, 'pacific': pacific, 'asian': asian}, "on") as roll
    from roll
    where holds(known_from, known_to, moment) and "on" <= day
    group by provider;
