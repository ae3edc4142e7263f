"""Benchmarks: ratios within one run, against the simplest way to do the job.

``python -m tests.benchmarks`` prints a table. No ratio is asserted, because machines differ.
"""
