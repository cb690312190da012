"""A synthetic SecurIT world: companies, applications, persons and reviews, invented from word lists and a seed.

Nothing here is a record of a real firm or person. The same material and the same seed always give the same world.
"""
