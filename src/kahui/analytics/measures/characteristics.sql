-- Characteristics: eligible schools that are members of an approved network beside those that are not, on $on, as known
-- at $known. A row a characteristic and level: how many of each have it (known), and the sum and sum of squares of its
-- values, from which means, spreads and standardised differences follow. A level's values are 1 (is so) and 0.
with

member as (
    select provider, max(approved) >= 2 as is_member
    from belonging($on, $known) join standing($on, $known) using (network)
    where certainty >= 2
    group by provider
),

school as (
    select listed.*, coalesce(is_member, false) as is_member, roll.roll as roll
    from listed($on, $known) as listed
    left join member using (provider)
    left join rolls($on, $known) as roll using (provider)
    where kind = 'school' and certainty >= 2 and is_open and eligible
),

trait as (  -- a row a school and characteristic; value is null where it is not known of that school
    select provider, is_member, 'Roll' as characteristic, 'learners' as level, roll.total::double as value from school
    union all select provider, is_member, 'Decile', 'decile, 1 to 10', decile::double from school
    union all select provider, is_member, 'Learners', 'European or Pākehā', roll.european / nullif(roll.total, 0) from school
    union all select provider, is_member, 'Learners', 'Māori', roll.maori / nullif(roll.total, 0) from school
    union all select provider, is_member, 'Learners', 'Pacific', roll.pacific / nullif(roll.total, 0) from school
    union all select provider, is_member, 'Learners', 'Asian', roll.asian / nullif(roll.total, 0) from school
    union all
    select provider, is_member, 'Type', level, (type = level)::int::double
    from school cross join (select distinct type as level from school)
    union all
    select provider, is_member, 'Region', level, (region = level)::int::double
    from school cross join (select distinct region as level from school)
    union all
    select provider, is_member, 'Urban or rural', level, (urban = level)::int::double
    from school cross join (select distinct urban as level from school)
)

select
    characteristic, level,
    count(value) filter (is_member) as members,
    coalesce(sum(value) filter (is_member), 0) as members_sum,
    coalesce(sum(value * value) filter (is_member), 0) as members_squares,
    count(value) filter (not is_member) as others,
    coalesce(sum(value) filter (not is_member), 0) as others_sum,
    coalesce(sum(value * value) filter (not is_member), 0) as others_squares
from trait
group by characteristic, level
order by characteristic, level
