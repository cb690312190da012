"""Tables on their way in: kept, read, judged, and taken once. What a stage says to have them: :mod:`.intake`."""
