"""Appointments in people's calendars: one personal copy each, iCalendar, answers, feeds."""
