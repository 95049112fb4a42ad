"""Les exports : chaque référentiel en données ouvertes, un module par format ; `producers` en tient la liste."""
