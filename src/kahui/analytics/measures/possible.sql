-- Possible: what each post would number if every eligible school open on $on, as known at $known, were in a network; a row
-- a post. One for each network has no such number. By the earliest dates.
with

school as (
    select provider, any_value(learners) as learners from placed($on, $known)
    where kind = 'school' and eligible >= 2
    group by provider
),

rule as (from post_rule where holds(starts, ends, $on))

select
    post,
    case any_value(rounding)
        when 'one' then null
        when 'round' then (2 * sum(learners) + any_value(learners_per_post)) // (2 * any_value(learners_per_post))
        else case any_value(per)
            when 'school' then sum(learners // learners_per_post)
            else sum(learners) // any_value(learners_per_post)
        end
    end as everywhere,
    any_value(estimate) as estimated
from rule cross join school
group by post
order by post
