-- School rolls: the rolls of school $number on record by $on, as known at $known. Totals only: the ethnic groups of
-- one school are small counts.
select "on", total
from roll join provider using (provider)
where kind = 'school' and provider.number = $number and holds(known_from, known_to, $known) and "on" <= $on
order by "on"
