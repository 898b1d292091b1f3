-- As-at: what was true on a day, as it was known at a moment. Every measure asks through these.
--
-- A period began on a day in [starts, starts_by] and ended on a day in [ends, ends_by] (the first day on which it
-- was no longer so; blank while it is not known to have ended). So on any day a period may be
--   true    by the earliest dates: the later photograph carried back as far as it can hold;
--   sure    whatever the true dates are;
--   (rows that cannot be true on the day are left out: what is listed is at least possible).
-- A period has a day on which it surely held, once it is over: starts_by < ends. Dates of different facts are
-- independent of each other, but for two periods of one provider that end and start within the same bounds: they hand
-- over without a gap. Then neither is sure, and yet one of them held: `leaves` and `arrives` are those bounds.

-- Half-open: the first day counts, the last does not.
create or replace macro holds(starts, ends, day) as
    starts <= day and (ends is null or day < ends);

-- Words that come again and again are kept once each, in their alphabet's order: they read as text, and are small.
create or replace type authority_word as enum (select authority from detail union select authority from eligibility order by 1);
create or replace type type_word as enum (select type from detail union select type from eligibility order by 1);
create or replace type region_word as enum (select distinct region from detail order by 1);
create or replace type urban_word as enum (select distinct urban from detail order by 1);
create or replace table detail as select * replace (
    authority::authority_word as authority, type::type_word as type, region::region_word as region, urban::urban_word as urban
) from detail;
create or replace table eligibility as select * replace (
    authority::authority_word as authority, type::type_word as type
) from eligibility;

-- What the directories said of each provider.
create or replace macro listed(day, moment) as table
    select
        provider, kind, number, is_open, name, detail.type, detail.authority, region, urban, decile, latitude, longitude,
        eligibility.authority is not null as eligible,  -- by its type and authority, when open
        holds(starts, ends, day) as is_true,
        holds(starts_by, ends, day) as is_sure,
        case when starts_by <= day and ends <= day then {'from': ends, 'by': ends_by} end as leaves,
        case when day < starts_by and (ends is null or day < ends) then {'from': starts, 'by': starts_by} end as arrives
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
        case when starts_by <= day and ends <= day then {'from': ends, 'by': ends_by} end as leaves,
        case when day < starts_by and (ends is null or day < ends) then {'from': starts, 'by': starts_by} end as arrives
    from membership
    where holds(known_from, known_to, moment) and holds(starts, ends_by, day);

-- Two periods of which neither is sure, but one hands over to the other: aggregates of `leaves` and `arrives`.
create or replace macro handed_over(leaving, arriving) as coalesce(list_has_any(leaving, arriving), false);

-- Decisions that move a gate, in order of their earliest days. A decision that leaves its gate as it was (a return)
-- moves nothing, and one more that makes a standing gate stand (a second endorsement) keeps it standing.
-- (`place` is that order, of all decisions, put down once when the tables are opened.)
create or replace table decision as
    select *, row_number() over (order by "on", on_by, effect) as place from decision;

create or replace macro moves(moment) as table
    select network, standing, effect, "on", on_by, place
    from decision
    where holds(known_from, known_to, moment) and standing is not null and effect <> 'none';

-- A gate stands when the last move by the day made it stand. Moves dated within bounds can fall in more than one
-- order, so a move can be the last when, at the latest it can fall by the day, every contrary move can have fallen
-- before it or can still be to come.
create or replace macro stood(day, moment) as table
    select
        network, standing,
        coalesce(arg_max(effect, place) filter ("on" <= day) = 'stands', false) as is_true,
        bool_or(on_by <= day) and not bool_or(can_be_last and effect = 'ends') as is_sure,
        bool_or(can_be_last and effect = 'stands') as may_be
    from (
        select
            last.*,
            last."on" <= day and not exists (
                from moves(moment) as contrary
                where contrary.network = last.network and contrary.standing = last.standing
                    and contrary.effect <> last.effect and contrary.on_by <= day
                    and (contrary."on", contrary.place) > (least(last.on_by, day), last.place)
            ) as can_be_last
        from moves(moment) as last
    )
    group by network, standing;

-- A row a network: whether it stood approved, and endorsed, on the day.
create or replace macro standing(day, moment) as table
    select
        network,
        coalesce(bool_or(is_true) filter (standing = 'approved'), false) as approved,
        coalesce(bool_or(is_sure) filter (standing = 'approved'), false) as approved_sure,
        coalesce(bool_or(may_be) filter (standing = 'approved'), false) as approved_may,
        coalesce(bool_or(is_true) filter (standing = 'endorsed'), false) as endorsed,
        coalesce(bool_or(is_sure) filter (standing = 'endorsed'), false) as endorsed_sure,
        coalesce(bool_or(may_be) filter (standing = 'endorsed'), false) as endorsed_may
    from stood(day, moment)
    group by network;

-- The roll in force: the latest on or before the day; of two for one day, the one recorded later, then the larger.
-- (Rolls are put in that order once, when the tables are opened.)
create or replace table roll as
    select *, row_number() over (order by "on", known_from, total) as place from roll;

create or replace macro rolls(day, moment) as table
    select
        provider, "on" as roll_on,
        {'total': total, 'european': european, 'maori': maori, 'pacific': pacific, 'asian': asian} as roll
    from roll join (
        select max(place) as place
        from roll
        where holds(known_from, known_to, moment) and "on" <= day
        group by provider
    ) using (place);
