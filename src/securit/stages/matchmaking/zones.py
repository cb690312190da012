"""The time zones of Europe and its neighbours, by the names people know."""

ZONES: list[tuple[str, str]] = [
    (name, name.split("/", 1)[1].replace("_", " ") + f" ({name})")
    for name in (
        *("Atlantic/Azores", "Atlantic/Reykjavik", "Europe/Lisbon", "Europe/Dublin", "Europe/London"),
        *("Europe/Amsterdam", "Europe/Belgrade", "Europe/Berlin", "Europe/Bratislava", "Europe/Brussels"),
        *("Europe/Budapest", "Europe/Copenhagen", "Europe/Ljubljana", "Europe/Luxembourg", "Europe/Madrid"),
        *("Europe/Malta", "Europe/Oslo", "Europe/Paris", "Europe/Podgorica", "Europe/Prague", "Europe/Rome"),
        *("Europe/Sarajevo", "Europe/Skopje", "Europe/Stockholm", "Europe/Tirane", "Europe/Vienna"),
        *("Europe/Warsaw", "Europe/Zagreb", "Europe/Zurich", "Asia/Nicosia", "Europe/Athens", "Europe/Bucharest"),
        *("Europe/Chisinau", "Europe/Helsinki", "Europe/Kyiv", "Europe/Riga", "Europe/Sofia", "Europe/Tallinn"),
        *("Europe/Vilnius", "Asia/Jerusalem", "Europe/Istanbul", "Asia/Tbilisi", "Asia/Yerevan"),
    )
]
