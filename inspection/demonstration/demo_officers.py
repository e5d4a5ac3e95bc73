"""Who plays an officer of inspection in the demonstration, each with a way to sign in."""

from enrolment.demonstration.demo_people import Player

# The authority of Mexico City; what names no place is heard by the federal one, and read there by the same people.
CITY, FEDERAL = "st-cdmx", "stps"

OFFICERS = {
    "recepcion": Player("recepcion", "M", "intake", offices=(CITY, FEDERAL)),
    "triaje": Player("triaje", "M", "triage", offices=(CITY, FEDERAL)),
    "direccion": Player("direccion", "H", "director", offices=(CITY, FEDERAL)),
    "inspectora": Player("inspectora", "M", "inspector", offices=(CITY,)),
    "notificadora": Player("notificadora", "M", "notifier", offices=(CITY,)),
    "dictamen": Player("dictamen", "H", "assessor", offices=(CITY,)),
    "juridico": Player("juridico", "H", "legal_officer", offices=(CITY,)),
    "titular": Player("titular", "M", "sanctioner", offices=(CITY,)),
}
OFFICER_ROLES = {
    "intake": "recibe quejas",
    "triage": "analiza quejas",
    "director": "dirige la inspección",
    "inspector": "inspecciona",
    "notifier": "notifica",
    "assessor": "dictamina",
    "legal_officer": "área jurídica",
    "sanctioner": "sanciona",
}
