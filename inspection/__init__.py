"""Reserved for the procedures of labour inspection: complaints, inspections, findings and sanctions."""
