"""When it happened: days, periods and relative dates, resolved by the day of publication."""
