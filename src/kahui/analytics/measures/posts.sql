-- Posts: a row an approved network and post on $on, as known at $known: how many its rolls (or a notice) provide, whether
-- the gate that opens the post stands, and how many are advertised, appointed, held, ended; how many applied, and how
-- long the oldest vacancy has waited. A holder whose school is a member no longer holds the post no longer.
-- By the earliest dates of memberships and decisions. Release is of the 365 days up to $on.
with

member as (  -- a row an eligible member school: its learners
    select network, provider, any_value(learners) as learners
    from belonging_or_between($on, $known) join placed($on, $known) using (provider)
    where becomes = network and kind = 'school' and together(certainty, eligible) >= 2
    group by network, provider
),

rule as (from post_rule where holds(starts, ends, $on)),

notice as (
    select network, provider, post, max("count") as noticed
    from entitlement
    where holds(known_from, known_to, $known) and holds(starts, ends, $on)
    group by network, provider, post
),

of_school as (
    select
        network, post, coalesce(noticed, learners // learners_per_post) as provided,
        noticed is null and estimate as estimated
    from member cross join rule left join notice using (network, provider, post)
    where per = 'school'
),

of_network as (
    select
        network, post, any_value(estimate) as estimated,
        case any_value(rounding)
            when 'one' then 1
            when 'floor' then sum(learners) // any_value(learners_per_post)
            else (2 * sum(learners) + any_value(learners_per_post)) // (2 * any_value(learners_per_post))
        end as provided
    from member cross join rule
    where per = 'network'
    group by network, post
),

provision as (  -- a notice for the whole network goes before what the rolls earn
    select
        network, post, coalesce(any_value(noticed), sum(provided)) as possible,
        any_value(noticed) is null and bool_or(estimated) as estimated
    from (select network, post, provided, estimated from of_school union all select network, post, provided, estimated from of_network)
    left join (select network, post, noticed from notice where provider is null) using (network, post)
    group by network, post
),

stood as (  -- a gate stands when the last decision that moved it made it stand
    select network, gate, arg_max(effect, place) = 'stands' as stands
    from decision
    where holds(known_from, known_to, $known) and effect <> 'none' and "on" <= $on
    group by network, gate
),

step as (
    select opening, network, post, what, "on", provider
    from post_event
    where holds(known_from, known_to, $known) and "on" <= $on
),

filling as (  -- one filling of one post, as far as it has come
    select
        opening, any_value(network) as network, any_value(post) as post, max(provider) as provider,
        min("on") filter (what = 'advertised') as advertised, count(*) filter (what = 'applied') as applied,
        min("on") filter (what = 'appointed') as appointed, min("on") filter (what = 'started') as started,
        min("on") filter (what in ('ended', 'withdrawn')) as over
    from step
    group by opening
),

counted as (
    select
        filling.network, post,
        count(*) filter (advertised is not null and appointed is null and over is null) as advertised,
        count(*) filter (appointed is not null and started is null and over is null) as appointed,
        count(*) filter (started is not null and over is null and member.provider is not null) as held,
        count(*) filter (started is not null) as started,
        count(*) filter (started is not null and (over is not null or member.provider is null)) as ended,
        coalesce(sum(applied) filter (appointed is null and over is null), 0) as applied,
        max(datediff('day', advertised, $on)) filter (appointed is null and over is null) as oldest_vacancy
    from filling left join member on member.network = filling.network and member.provider = filling.provider
    group by filling.network, post
),

released as (
    select network, post, sum(entitled) as entitled, sum(taken) as taken
    from "release"
    where holds(known_from, known_to, $known) and "on" <= $on and "on" > $on - interval 365 day
    group by network, post
)

select
    number, provision.post, rule.name, possible, estimated, coalesce(stood.stands, false) as open,
    coalesce(advertised, 0) as advertised, coalesce(appointed, 0) as appointed, coalesce(held, 0) as held,
    coalesce(started, 0) as started, coalesce(ended, 0) as ended, coalesce(applied, 0) as applied, oldest_vacancy,
    coalesce(entitled, 0) as hours_entitled, coalesce(taken, 0) as hours_taken
from provision
join network using (network)
join standing($on, $known) as standing using (network)
join rule using (post)
left join stood on stood.network = provision.network and stood.gate = rule.opened_by
left join counted on counted.network = provision.network and counted.post = provision.post
left join released on released.network = provision.network and released.post = provision.post
where standing.approved >= 2
order by number, provision.post
