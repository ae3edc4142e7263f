"""Benchmarks: compare Dragoman with the simplest way to do the same job, within one run.

``python -m tests.benchmarks`` prints a table of ratios. No test checks a ratio, because the ratios
differ between machines.
"""
