"""The demonstration: a fictional organisation with five years of tenders, made from a fixed seed by the product's own
actions. Every name, number and address in it is invented; all mail addresses end in .example, which no mail reaches.
"""
