-- Names: what network $network was called, as known at $known, with the bounds of each name.
select name, starts, starts_by, ends, ends_by
from network_name join network using (network)
where network.number = $network and holds(known_from, known_to, $known)
order by starts, starts_by, name
