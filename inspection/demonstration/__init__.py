"""The demonstration year of inspection: invented officers and complaints, lived beside the year of enrolment."""
