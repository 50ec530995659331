"""Event -> Record: one flat JSON object an event, in the field's codebooks."""
