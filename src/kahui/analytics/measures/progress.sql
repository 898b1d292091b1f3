-- Progress: how many learners were at or above what is expected, at every school, by year, topic, band of year levels and
-- group; the limits between which the share lies (Wilson); and what is missing to what the school's network promised.
-- Results of a year count for the network the school belonged to at the end of that year, or on $on in the year of $on;
-- schools that belonged to none have a blank there. $z is the width of the interval: 1.96 for 95 in 100.
with

counted as (  -- one pass over all readings, every group side by side; all else works on what is left
    select
        school, year, topic, year_level,
        count(*) as of_all, count_if(at_or_above) as all_above,
        count_if(maori) as of_maori, count_if(maori and at_or_above) as maori_above,
        count_if(pacific) as of_pacific, count_if(pacific and at_or_above) as pacific_above,
        count_if(additional_needs) as of_needs, count_if(additional_needs and at_or_above) as needs_above,
        count_if(low_socio_economic) as of_low, count_if(low_socio_economic and at_or_above) as low_above,
        count_if(boys) as of_boys, count_if(boys and at_or_above) as boys_above
    from reading
    where at_or_above is not null and year <= year($on)
    group by school, year, topic, year_level
),

banded as (  -- year levels together
    select
        school, year, topic, band,
        sum(of_all)::int as of_all, sum(all_above)::int as all_above,
        sum(of_maori)::int as of_maori, sum(maori_above)::int as maori_above,
        sum(of_pacific)::int as of_pacific, sum(pacific_above)::int as pacific_above,
        sum(of_needs)::int as of_needs, sum(needs_above)::int as needs_above,
        sum(of_low)::int as of_low, sum(low_above)::int as low_above,
        sum(of_boys)::int as of_boys, sum(boys_above)::int as boys_above
    from counted join band using (year_level)
    group by school, year, topic, band
),

year_end as (select distinct year, least(make_date(year, 12, 31), $on) as day from counted),

member as (
    select year, day, provider as school, network
    from year_end join membership on holds(known_from, known_to, $known) and holds(starts, ends, day)
),

promise as (  -- of promises about the same learners the nearest: of that school, of that band, the first to fall due
    select
        target.network, member.school, year, topic, bands.band, "group",
        arg_min(share, row(target.school is null, target.band is null, by_year, target)) as share
    from target
    join member on target.network = member.network and (target.school is null or target.school = member.school)
    join (select distinct band from band) as bands on target.band is null or target.band = bands.band
    where share is not null and by_year >= year
        and holds(known_from, known_to, $known) and holds(starts, ends, day)
    group by target.network, member.school, year, topic, bands.band, "group"
),

promised as (  -- side by side, as the groups are
    select
        network, school, year, topic, band,
        max(share) filter (where "group" = 'all') as for_all,
        max(share) filter (where "group" = 'maori') as for_maori,
        max(share) filter (where "group" = 'pacific') as for_pacific,
        max(share) filter (where "group" = 'additional-needs') as for_needs,
        max(share) filter (where "group" = 'low-socio-economic') as for_low,
        max(share) filter (where "group" = 'boys') as for_boys
    from promise
    group by network, school, year, topic, band
),

ordered as (
    select *
    from banded
    left join member using (school, year)
    left join promised using (network, school, year, topic, band)
    order by network, school, year, topic, band
),

cell as (  -- a row a group
    select
        network, school, year, topic, band,
        unnest([
            {'group': 'all', 'n': of_all, 'above': all_above, 'target': for_all},
            {'group': 'maori', 'n': of_maori, 'above': maori_above, 'target': for_maori},
            {'group': 'pacific', 'n': of_pacific, 'above': pacific_above, 'target': for_pacific},
            {'group': 'additional-needs', 'n': of_needs, 'above': needs_above, 'target': for_needs},
            {'group': 'low-socio-economic', 'n': of_low, 'above': low_above, 'target': for_low},
            {'group': 'boys', 'n': of_boys, 'above': boys_above, 'target': for_boys}
        ], recursive := true)
    from ordered
),

sized as (  -- half the width of the interval, and where its middle lies, both times n + z²
    select *, above + $z * $z / 2 as middle, $z * sqrt(above * (n - above) / n + $z * $z / 4) as half
    from cell
    where n > 0
)

select
    network, school, year, topic, band, "group", n, above as at_or_above,
    above / n as share,
    greatest(0, (middle - half) / (n + $z * $z)) as low,
    least(1, (middle + half) / (n + $z * $z)) as high,
    target - above / n as gap,
    target,
    case when target is not null then greatest(0, ceil(target * n - 1e-9) - above) end::int as more
from sized
