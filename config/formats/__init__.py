"""How dates are written where Django's own way does not fit people here; a folder per language."""
