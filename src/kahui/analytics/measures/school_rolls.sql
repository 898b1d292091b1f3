-- School rolls: the rolls of school $number on record by $on, as known at $known.
select "on", total, european, maori, pacific, asian
from roll join provider using (provider)
where kind = 'school' and provider.number = $number and holds(known_from, known_to, $known) and "on" <= $on
order by "on"
