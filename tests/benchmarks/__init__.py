"""Benchmarks: ratios to the simplest way to do the job, measured within one run.

``python -m tests.benchmarks`` prints a table. No ratio is asserted, because machines differ.
"""
