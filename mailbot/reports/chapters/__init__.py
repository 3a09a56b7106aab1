"""The chapters of the monthly report: each is shown every case once, then gives its figures."""
