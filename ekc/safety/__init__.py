"""A volunteer who worries, what happened to her, and somebody who notices when she does not come back."""
