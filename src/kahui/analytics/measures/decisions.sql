-- Decisions: what was decided about network $network by $on, as known at $known.
select gate, decision, effect, "on", on_by, source
from decision join network using (network)
where network.number = $network and holds(known_from, known_to, $known) and "on" <= $on
order by "on", on_by, gate
