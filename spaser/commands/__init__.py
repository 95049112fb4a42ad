"""Les commandes de `spaser`, un module par sujet."""
