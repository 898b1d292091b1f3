-- As-at: what was true on a day, as it was known at a moment. Every measure asks through these.
--
-- A period began on a day in [starts, starts_by] and ended on a day in [ends, ends_by] (the first day on which it
-- was no longer so; blank while it is not known to have ended). So on any day that it can hold at all, its certainty is
--   3  sure: it holds whatever the true dates are;
--   2  so by the earliest dates, the later photograph carried back as far as it can hold, but not surely;
--   1  possible, but not by the earliest dates
-- (rows that cannot be true on the day are left out). What is not so has certainty 0. A figure's value counts what has
-- 2 or 3, its low what has 3, its high what has 1, 2 or 3.
-- A period has a day on which it surely held, once it is over: starts_by < ends. Dates of different facts are
-- independent of each other, but for two periods of one provider that end and start within the same bounds: they hand
-- over without a gap. Between those bounds neither is sure, and yet one of them held.

-- Half-open: the first day counts, the last does not.
create or replace macro holds(starts, ends, day) as
    starts <= day and (ends is null or day < ends);

create or replace macro certainty(starts_by, ends, day) as
    case when ends <= day then 1 when day < starts_by then 2 else 3 end;

-- Two things together are as certain as the less certain of them.
create or replace macro together(a, b) as case when a < b then a when b <= a then b end;

-- Words that come again and again are kept once each, in their alphabet's order: they read as text, and are small.
create or replace type kind_word as enum (select distinct kind from provider order by 1);
create or replace type authority_word as enum (select authority from detail union select authority from eligibility order by 1);
create or replace type type_word as enum (select type from detail union select type from eligibility order by 1);
create or replace type region_word as enum (select distinct region from detail order by 1);
create or replace type urban_word as enum (select distinct urban from detail order by 1);
create or replace table provider as select * replace (kind::kind_word as kind) from provider;
create or replace table detail as select * replace (
    authority::authority_word as authority, type::type_word as type, region::region_word as region, urban::urban_word as urban
) from detail;
create or replace table eligibility as select * replace (
    authority::authority_word as authority, type::type_word as type
) from eligibility;

-- Periods are put down once more when the tables are opened, ready to be asked. One without an end lasts for ever: a blank
-- takes two comparisons, and every question makes them for every row.
create or replace macro for_ever(moment) as coalesce(moment, 'infinity');

create or replace table listing as
    select
        detail.* replace (for_ever(ends) as ends, for_ever(ends_by) as ends_by, for_ever(known_to) as known_to),
        kind, number, {'type': type, 'authority': authority} as was, was as becomes, false as between
    from detail join provider using (provider);
create or replace table stay as
    select
        membership.* replace (for_ever(ends) as ends, for_ever(ends_by) as ends_by, for_ever(known_to) as known_to),
        network as becomes, false as between
    from membership;

-- And for each two that hand over there is a third, `between` them: sure for as long as neither of them is, and saying
-- only what both of them say, for one of them held.
create or replace macro handing_over(periods) as table
    select
        earlier, later, true as between,
        greatest(earlier.ends, earlier.starts_by) as starts, starts as starts_by,
        least(later.starts_by, later.ends) as ends, ends as ends_by,
        greatest(earlier.known_from, later.known_from) as known_from, least(earlier.known_to, later.known_to) as known_to
    from (select p as earlier from query_table(periods) as p) join (select p as later from query_table(periods) as p)
        on earlier.provider = later.provider and earlier.ends = later.starts and earlier.ends_by = later.starts_by
    where earlier.ends < earlier.ends_by and starts < ends and known_from < known_to;

create or replace macro of_both(a, b) as case when a = b then a end;

insert into listing by name
    select
        earlier.provider, earlier.kind, earlier.number, earlier.was, later.becomes,
        earlier.is_open and later.is_open as is_open, of_both(earlier.type, later.type) as type,
        of_both(earlier.region, later.region) as region, of_both(earlier.decile, later.decile) as decile,
        between, starts, starts_by, ends, ends_by, known_from, known_to
    from handing_over('listing');
insert into stay by name
    select
        earlier.provider, earlier.network, later.becomes,
        between, starts, starts_by, ends, ends_by, known_from, known_to
    from handing_over('stay');

-- Whether a provider is eligible, when open, rests on its type and authority (between two periods, on those of both).
create or replace table category as
    select was, becomes, row_number() over () as category from (select distinct was, becomes from listing);
create or replace table listing as
    select listing.* exclude (was, becomes), category from listing join category using (was, becomes);
create or replace table eligible as
    select category, greatest(a.starts, b.starts) as starts, least(for_ever(a.ends), for_ever(b.ends)) as ends
    from category
    join eligibility as a on was = {'type': a.type, 'authority': a.authority}
    join eligibility as b on becomes = {'type': b.type, 'authority': b.authority};

-- What may be so of each provider by the directories, and between two of their periods.
create or replace macro listed_or_between(day, moment) as table
    select listing.*, eligible.category is not null as eligible, certainty(starts_by, ends, day) as certainty
    from listing left join (select category from eligible where starts <= day and day < ends) as eligible using (category)
    where known_from <= moment and moment < known_to and starts <= day and day < ends_by;

-- What the directories said of each provider.
create or replace macro listed(day, moment) as table
    from listed_or_between(day, moment) where not between;

-- The roll in force: the latest on or before the day; of two for one day, the one recorded later, then the larger.
-- (Rolls are put in that order once, when the tables are opened.)
create or replace table roll as
    select *, for_ever(known_to) as held_to, row_number() over (order by "on", known_from, total) as place from roll;

create or replace macro rolls_by(day, moment) as table
    from roll where known_from <= moment and moment < held_to and "on" <= day;

create or replace macro rolls(day, moment) as table
    select
        provider, "on" as roll_on,
        {'total': total, 'european': european, 'maori': maori, 'pacific': pacific, 'asian': asian} as roll
    from roll join (select max(place) as place from rolls_by(day, moment) group by provider) using (place);

-- To count with: how certainly each provider was open, and eligible, in each place it may have been in, and its learners.
create or replace macro placed(day, moment) as table
    select
        provider, kind, region, decile, type,
        case when is_open then certainty else 0 end as open,
        case when is_open and eligible then certainty else 0 end as eligible,
        coalesce(learners, 0) as learners, learners is null as roll_unknown
    from listed_or_between(day, moment) left join (
        select provider, arg_max(total, place) as learners from rolls_by(day, moment) group by provider
    ) using (provider);

-- Who belonged to which network; and, between two periods, to one or the other: of `network` and `becomes`, the same
-- but for one that moved.
create or replace macro belonging_or_between(day, moment) as table
    select provider, network, becomes, between, certainty(starts_by, ends, day) as certainty
    from stay
    where known_from <= moment and moment < known_to and starts <= day and day < ends_by;

create or replace macro belonging(day, moment) as table
    from belonging_or_between(day, moment) where not between;

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
-- order: a move can be the last when, at the latest it can fall by the day, every contrary move that surely came by
-- the day can have come before it.
create or replace macro stood(day, moment) as table
    select
        network, standing,
        arg_max(effect, place) = 'stands' as is_true,
        max(latest) filter (effect = 'stands') as stands, max(surely) filter (effect = 'stands') as surely_stands,
        max(latest) filter (effect = 'ends') as ends, max(surely) filter (effect = 'ends') as surely_ends,
        coalesce(ends > surely_stands, ends is not null) as may_be_over,
        case
            when not may_be_over and surely_stands is not null then 3
            when is_true then 2
            when coalesce(stands > surely_ends, stands is not null) then 1
            else 0
        end as certainty
    from (
        select
            *, {'day': least(on_by, day), 'place': place} as latest,
            case when on_by <= day then {'day': "on", 'place': place} end as surely
        from moves(moment)
        where "on" <= day
    )
    group by network, standing;

-- A row a network that had a move by the day: how certainly it stood approved, and endorsed.
create or replace macro standing(day, moment) as table
    select
        network,
        coalesce(max(certainty) filter (standing = 'approved'), 0) as approved,
        coalesce(max(certainty) filter (standing = 'endorsed'), 0) as endorsed
    from stood(day, moment)
    group by network;
