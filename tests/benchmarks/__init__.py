"""Benchmarks: ratios in one run, against the plainest thing that could do the job.

``python -m tests.benchmarks`` prints a table. Nothing here is asserted: machines differ.
"""
