"""Intake: propose the records in a press item. This package does no I/O.

The data flow in one direction: text → mentions → records made of claims → checks → draft. Every
claim rests on words of the text.
"""
