"""Time until something ends: how long, for whom not yet, and between whom it differs.

`spells` what is observed; `curve` the share still waiting; `ends` how many ended in which way; `ranks` whether
groups differ; `bounded` when dates are known only to lie between two days.
"""
