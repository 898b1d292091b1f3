-- Stages: a row a network and gate of the spine that it had come to by $on, as known at $known: the day the gate before
-- first stood, and the day this one first did, or that it still waits (then its days run to $on, and are no duration).
-- By the earliest dates. A gate that stood before the one before it took no days.
with

spine as (select gate, name, place from gate where holds(starts, ends, $on)),

reached as (
    select network, spine.place, gate, name, min("on") as day
    from decision join spine using (gate)
    where holds(known_from, known_to, $known) and effect = 'stands' and "on" <= $on
    group by network, spine.place, gate, name
),

furthest as (select network, max(place) as place from reached group by network),

before as (  -- for each network and gate: the nearest gate before it that it has passed
    select network, spine.place, spine.gate, spine.name, max(reached.place) as came_from
    from furthest join spine on spine.place <= furthest.place + 1 join reached using (network)
    where reached.place < spine.place
    group by network, spine.place, spine.gate, spine.name
)

select
    number, before.gate, before.name, before.place, entered.day as entered, gone.day as passed, gone.day is null as waiting,
    greatest(datediff('day', entered.day, coalesce(gone.day, $on)), 0) as days
from before
join network using (network)
join reached as entered on entered.network = before.network and entered.place = came_from
left join reached as gone on gone.network = before.network and gone.place = before.place
order by number, before.place
