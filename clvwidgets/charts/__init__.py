"""Charts: functions from numbers to Altair charts, and what a host keeps of them."""
